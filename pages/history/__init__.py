"""The list of past runs, and two of them side by side."""

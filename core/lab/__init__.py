"""The timing lab: the same work run in several ways, measured side by side."""

"""The event log of a run, and what is read straight off it: steps with their parents, times, tokens, money, errors."""

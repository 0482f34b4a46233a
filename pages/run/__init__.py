"""A run on screen: diagram, timeline, table, inspector, approvals, and how it ended."""

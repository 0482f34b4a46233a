"""Agents: the one loop in which a model chooses tools, what bounds it, and conversations between several."""

"""The picture of a workflow and of how far a run has come in it: its shape, its states, and DOT or Mermaid to draw."""

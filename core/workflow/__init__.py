"""The words a workflow is written with: its description, steps, decisions, fan-out, approvals, prompts, work items."""

"""The form of a workflow: its request, prompts, values and options, their drafts and versions, and its links."""

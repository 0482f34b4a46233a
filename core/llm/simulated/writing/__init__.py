"""Free text by rules: answers from documents, replies, confirmations, drafts, reports, reviews."""

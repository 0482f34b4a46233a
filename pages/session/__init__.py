"""What the app knows while it runs: the engine and the history, who is asking, typed keys, drafts, fetched models."""

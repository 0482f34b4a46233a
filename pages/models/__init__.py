"""The sidebar's models: what can be used and why the rest cannot."""

"""The command line's parts: what it takes, what it shows, what it asks."""

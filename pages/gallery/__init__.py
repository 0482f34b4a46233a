"""The gallery's cards, each with its small picture."""

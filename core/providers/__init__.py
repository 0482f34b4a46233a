"""Talking to a model: what every provider is asked and answers, and the adapters that say it in each server's words."""

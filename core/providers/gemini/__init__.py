"""Gemini, by the google-genai SDK."""

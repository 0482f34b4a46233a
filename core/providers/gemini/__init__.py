"""Gemini, by the google-genai SDK."""

from core.providers.gemini.provider import GeminiProvider

__all__ = [
    "GeminiProvider",
]

"""OpenAI, and every server that speaks its Chat Completions API."""

from core.providers.openai.provider import OpenAIProvider

__all__ = [
    "OpenAIProvider",
]

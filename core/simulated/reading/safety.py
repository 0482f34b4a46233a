"""Signs that a text tries to steer the model or the system that reads it."""

from core.simulated import linear as re

_FLAGS: tuple[tuple[str, str], ...] = (
    (
        "prompt injection",
        r"\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines?|"
        r"everything|all of the above|directions|told|restrictions?|orders)\b"
        r"|\b(?:you are now|from now on you|pretend (?:to be|you|that)|act as (?:if|an?)|new instructions?|jailbreak|"
        r"do anything now|developer mode|roleplay as)\b",
    ),
    (
        "system prompt disclosure",
        r"\b(?:print|reveal|show|repeat|output|tell me|give me|display|leak|what (?:is|are|was|were))\b.{0,40}"
        r"\b(?:system (?:prompt|message)|(?:your|the|initial|hidden|secret|original) "
        r"(?:instructions?|prompt|rules|configuration))\b",
    ),
    (
        "system manipulation",
        r"\b(?:delete|drop|wipe|erase|format|shut ?down|disable|turn off|grant|"
        r"escalate|sudo|chmod|reboot|overwrite)\b.{0,40}"
        r"\b(?:database|tables?|files?|server|system|logs?|safety|security|filters?|checks?|guardrails?|"
        r"admin\w*|root|users?|"
        r"permissions?|access|accounts?|calendars?|everything)\b|\brm -rf\b|\bdrop "
        r"table\b|<\s*script\b|\b(?:admin|root) (?:access|mode|rights)\b",
    ),
    (
        "secret request",
        r"\b(?:give|tell|send|show|print|reveal|export|list|what is)\b.{0,40}\b(?:passwords?|api[ -]?keys?|secrets?|"
        r"credentials?|tokens?|credit card (?:numbers?|details))\b",
    ),
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for name, pattern in _FLAGS)


def risk_flags(text: str) -> list[str]:
    """What looks risky; empty when nothing does."""
    return [name for name, pattern in _COMPILED if pattern.search(text)]

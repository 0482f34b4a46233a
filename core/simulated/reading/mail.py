"""Unwanted mail and urgent mail, told by turns of phrase: what it offers, what it asks for, how it presses."""

from collections.abc import Iterable
from functools import lru_cache

from core.simulated import linear as re
from core.simulated.reading.press_signs import DANGER, PATIENT, PRESSING
from core.simulated.reading.spam_signs import FRAUD, HARMLESS, OFFER

SURE_SPAM = 1.0
LONGEST_READ = 5_000


@lru_cache(maxsize=512)
def spamminess(text: str) -> float:
    """How much speaks for advertising or fraud; from about 1 on it is."""
    return max(0.0, _weight((*FRAUD, *OFFER), text) - _weight(HARMLESS, text))


@lru_cache(maxsize=512)
def urgency(text: str) -> float:
    """How much a mail presses for an answer or action today; from about 1 on it does. Fraud presses too: look there
    first."""
    return max(0.0, _weight((*PRESSING, *DANGER), text) - _weight(PATIENT, text))


def spam_or_urgent(text: str, label: str) -> float | None:
    """The score of a label that means spam or urgent; None for any other label."""
    if re.search(r"\bnot?\b|\bnon\b", label):
        return None
    if re.search(r"\b(?:spam|junk|phishing|fraud|scam)\b", label):
        return 1.2 * spamminess(text)
    if re.search(r"\b(?:urgent|emergency|immediate)\b", label):
        return (0.3 if spamminess(text) >= SURE_SPAM else 1.2) * urgency(text)
    return None


def _weight(signs: Iterable[tuple[float, str]], text: str) -> float:
    text = text[:LONGEST_READ]
    return sum(weight for weight, pattern in signs if re.search(pattern, text, re.IGNORECASE | re.DOTALL))

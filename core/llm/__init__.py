"""What a step may ask of a model, and each request on its way: attempts, waits, limits, typed answers."""

from core.llm.answers import InvalidAnswer, read_answer
from core.llm.asking import Connection
from core.llm.limits import Account, Limits
from core.llm.llm import LLM
from core.llm.retry import RetryPolicy
from core.llm.throttle import Throttle

__all__ = [
    "Account",
    "Connection",
    "InvalidAnswer",
    "LLM",
    "Limits",
    "RetryPolicy",
    "Throttle",
    "read_answer",
]

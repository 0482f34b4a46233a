"""What a step may ask of a model, and each request on its way: attempts, waits, limits, typed answers."""

from core.llm.answers import InvalidAnswer, read_answer
from core.llm.asking import Connection, Price
from core.llm.limits import Limits, RunAccount
from core.llm.llm import LLM
from core.llm.throttle import Throttle

__all__ = [
    "Connection",
    "InvalidAnswer",
    "LLM",
    "Limits",
    "Price",
    "RunAccount",
    "Throttle",
    "read_answer",
]

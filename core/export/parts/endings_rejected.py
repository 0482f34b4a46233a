"""How a run that may be rejected is told."""

from typing import Any

from core.workflow import Rejected


def ending(result: Any) -> dict[str, Any]:
    """What is printed."""
    if isinstance(result, Rejected):
        told = {"status": "rejected", "reason": result.reason}
        return told if result.result is None else {**told, "result": result.result}
    return {"status": "completed", "result": result}

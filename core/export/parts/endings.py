"""How a run that always completes is told."""

from typing import Any


def ending(result: Any) -> dict[str, Any]:
    """What is printed."""
    return {"status": "completed", "result": result}

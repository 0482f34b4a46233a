"""The models that a picker offers, and why some cannot be used; any other `provider:model` may be typed."""

from collections.abc import Sequence

from core.errors import PlaygroundError
from core.models import Access
from core.runtime import check_model

SIMULATED = ("simulated:demo", "simulated:demo-mini", "simulated:demo-pro")
SIMULATED_NOTE = "simulated model, no key needed"
OPENAI = ("openai:gpt-5-mini", "openai:gpt-5-nano", "openai:gpt-5", "openai:gpt-4o-mini")
GEMINI = ("gemini:gemini-2.5-flash", "gemini:gemini-2.5-pro", "gemini:gemini-3-flash-preview")


def model_names(current: str = "", mine: Sequence[str] = ()) -> list[str]:
    """The names on offer, `mine` and the current one among them."""
    names = [*SIMULATED, *OPENAI, *GEMINI, *mine]
    return names if not current or current in names else [*names, current]


def why_not(model: str, access: Access) -> str:
    """Why a model cannot be used, empty if it can."""
    try:
        check_model(model, access)
    except PlaygroundError as error:
        return str(error)
    return ""


def short_name(model: str, access: Access) -> str:
    """A model in a picker: its name, and that something is missing. The sidebar says what."""
    if not model or not why_not(model, access):
        return model
    return f"{model} · needs a key" if model.startswith(("openai:", "gemini:")) else f"{model} · not available"


def is_simulated(model: str) -> bool:
    """Whether rules answer in the place of a model."""
    return model.startswith("simulated:")

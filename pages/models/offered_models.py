"""The models that a picker offers, and why some cannot be used; any other `provider:model` may be typed."""

from collections.abc import Sequence

import streamlit as st

from core.errors import PlaygroundError
from core.models import Access
from core.providers.local import installed, models_folder
from core.runtime import check_model

SIMULATED = ("simulated:demo", "simulated:demo-mini", "simulated:demo-pro")
OPENAI = ("openai:gpt-5-mini", "openai:gpt-5-nano", "openai:gpt-5", "openai:gpt-4o-mini")
GEMINI = ("gemini:gemini-2.5-flash", "gemini:gemini-2.5-pro", "gemini:gemini-3-flash-preview")
TYPED_MODELS = "own-models"  # in the session: names of files that were typed


def model_names(current: str = "", mine: Sequence[str] = ()) -> list[str]:
    """The names on offer, `mine` and the current one among them."""
    names = [*SIMULATED, *OPENAI, *GEMINI, *mine]
    return names if not current or current in names else [*names, current]


def local_model_names(access: Access) -> list[str]:
    """The local models that can be chosen in this session."""
    route = access.open.get("local")
    if route is None or route.home is None:
        return []
    here = [f"local:{model.name}" for model in installed(models_folder(route.home))]
    typed: list[str] = st.session_state.get(TYPED_MODELS, [])
    return [*here, *(name for name in typed if name not in here)]


def why_unusable(model: str, access: Access) -> str:
    """Why a model cannot be used, empty if it can."""
    try:
        check_model(model, access)
    except PlaygroundError as error:
        return str(error)
    return ""


def model_label(model: str, access: Access) -> str:
    """A model in a picker: its name, and that something is missing. The sidebar says what."""
    if not model or not why_unusable(model, access):
        return model
    return f"{model} · needs a key" if model.startswith(("openai:", "gemini:")) else f"{model} · not available"


def is_simulated(model: str) -> bool:
    """Whether rules answer in the place of a model."""
    return model.startswith("simulated:")

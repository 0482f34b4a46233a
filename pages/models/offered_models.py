"""The models that a picker offers, and why some cannot be used; any other `provider:model` may be typed."""

from collections.abc import Sequence

import streamlit as st

from core.errors import PlaygroundError
from core.models import LOCAL, Access, offered_models
from core.providers.local import installed, models_folder
from core.runtime import check_model

TYPED_MODELS = "own-models"  # in the session: names of files that were typed


def model_names(current: str = "", mine: Sequence[str] = ()) -> list[str]:
    """The names on offer, `mine` and the current one among them."""
    names = [*offered_models(), *mine]
    return names if not current or current in names else [*names, current]


def local_model_names(access: Access) -> list[str]:
    """The local models that can be chosen in this session."""
    route = access.open.get(LOCAL)
    if route is None or route.home is None:
        return []
    here = [f"{LOCAL}:{model.name}" for model in installed(models_folder(route.home))]
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
    spec = access.providers.get(model.partition(":")[0])
    return f"{model} · needs a key" if spec and spec.key_kind else f"{model} · not available"

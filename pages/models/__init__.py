"""The sidebar's models: what can be used and why the rest cannot."""

from pages.models.models_sidebar import show_models_sidebar
from pages.models.offered_models import local_model_names, model_label, model_names

__all__ = [
    "local_model_names",
    "model_names",
    "model_label",
    "show_models_sidebar",
]

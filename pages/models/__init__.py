"""The sidebar's models: what can be used and why the rest cannot."""

from pages.models import models_sidebar
from pages.models.local_sidebar import names
from pages.models.models import is_simulated, model_names, short_name

__all__ = [
    "is_simulated",
    "model_names",
    "models_sidebar",
    "names",
    "short_name",
]

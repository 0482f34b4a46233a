"""The form of a workflow: its request, prompts, values and options, their drafts and versions, and its links."""

from pages.form import drafts, links, presets, request_form, runs, workbench
from pages.form.controls import control, from_widget
from pages.form.form_fields import field
from pages.form.options_form import option_controls
from pages.form.presets import preset_of_trace
from pages.form.request_form import OWN
from pages.form.versions import show_versions

__all__ = [
    "OWN",
    "control",
    "drafts",
    "field",
    "from_widget",
    "links",
    "option_controls",
    "preset_of_trace",
    "presets",
    "request_form",
    "runs",
    "show_versions",
    "workbench",
]

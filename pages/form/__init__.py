"""The form of a workflow: its request, prompts, values and options, their drafts and versions, and its links."""

from pages.form.controls import control_of, from_widget
from pages.form.drafts import edited_values, form_draft, put_field
from pages.form.form_fields import show_field
from pages.form.links import form_link, link_notices, preset_link, preset_of_trace, put_into_form, run_link, take_link
from pages.form.options_form import option_controls
from pages.form.runs import apply_action, checked_plan, form_plan, remember_run, shown_run, start_run
from pages.form.versions import show_versions
from pages.form.workflow_form import OWN_TEXT, RUN_ANCHOR, show_request_form, show_run_form, show_run_settings

__all__ = [
    "OWN_TEXT",
    "RUN_ANCHOR",
    "apply_action",
    "checked_plan",
    "control_of",
    "edited_values",
    "form_draft",
    "form_link",
    "form_plan",
    "from_widget",
    "link_notices",
    "option_controls",
    "preset_link",
    "preset_of_trace",
    "put_field",
    "put_into_form",
    "remember_run",
    "run_link",
    "show_field",
    "show_request_form",
    "show_run_form",
    "show_run_settings",
    "show_versions",
    "shown_run",
    "start_run",
    "take_link",
]

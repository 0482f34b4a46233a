"""Settings from elsewhere (a file, a link, another run) on their way into the form. It can be undone."""

from typing import Any

from core.runtime import Plan
from core.sharing import Preset, preset_of_run
from core.trace import Trace
from pages.form import drafts
from pages.form.controls import control, to_widget
from pages.form.options_form import option_controls


def apply(plan: Plan) -> None:
    """Put a planned run into the form of its workflow, in place of all that is there."""
    workflow = plan.workflow
    mine = drafts.draft(workflow)
    drafts.remember(workflow)
    drafts.put_request(workflow, plan.request)
    mine["params"], mine["options"], mine["models"], mine["taken"] = {}, {}, {}, {}
    for name, value in plan.params.model_dump().items():
        one = control(name, workflow.params.model_fields[name])
        drafts.put(workflow, "params", name, to_widget(one.kind, value), one.default)
    options = plan.options.model_dump()
    for name, one in option_controls().items():
        drafts.put(workflow, "options", name, to_widget(one.kind, flat_value(options, name)), one.default)
    for node, model in plan.options.models.items():
        drafts.put(workflow, "models", node, model, "")


def preset_of_trace(trace: Trace) -> Preset:
    """The settings that a run was started with."""
    return preset_of_run(trace.workflow, trace.request, trace.params, trace.options)


def flat_value(options: dict[str, Any], name: str) -> Any:
    """An option by its flat name, from the nested ones."""
    for place in (options, options["limits"], options["simulation"]):
        for known in (name, name.removeprefix("max_")):
            if known in place:
                return place[known]
    raise KeyError(name)

"""A new run made from an earlier one: the same again, or from one of its steps on, which may be edited first.

    rerun(trace)                          the same request, parameters and options from the beginning
    rerun(trace, step=4)                  steps before step 4 are taken from the log, step 4 and what follows it run
    rerun(trace, step=4, edited=text)     step 4 gives what a person wrote, and only what follows it runs
    rerun(trace, step=4, draft=plan)      the same with other parameters and options

Everything is checked before anything runs; what does not fit raises InputError with one line.
"""

from dataclasses import replace
from typing import Any

from pydantic_core import from_json

from core.errors import InputError
from core.runtime.plans import DECISIONS, Plan, labels_of, only_recorded, plan, texts_of
from core.runtime.replay import Recorded, Reuse, reuse_before, reuse_with
from core.runtime.restoring import DECIDED, DoesNotFit, edited_back, edited_output, function_of, given_back, restored
from core.text import clean
from core.trace import JSONS_OWN, Step, Trace, as_stored, form_of, known_from
from core.workflow import Approval, Workflow

LONGEST_EDIT = 1_000_000


def rerun(trace: Trace, *, step: int | None = None, edited: str | None = None, draft: Plan | None = None) -> Plan:
    """The plan of the new run. `edited` is text for a step that returns text, a label for a decision, else JSON."""
    made = draft or plan(trace.workflow, trace.request, trace.params, trace.options)
    if made.workflow.id != trace.workflow:
        raise InputError(f"That run is one of {trace.workflow}, not of {made.workflow.id}. Open its own workflow.")
    if step is None:
        return replace(made, reuse=Reuse(trace.run_id))
    if step not in trace.steps:
        raise InputError(f"The run has no step {step}. Its steps are numbered from 1 to {len(trace.steps)}.")
    if edited is None:
        reuse = reuse_before(trace, step)
    else:
        reuse = reuse_with(trace, step, read_edit(made.workflow, trace.steps[step], edited))
    _check_all(made.workflow, trace, reuse)
    return replace(made, reuse=reuse)


def as_editable(step: Step) -> str:
    """The step's output as text that a person can edit and `rerun` reads back."""
    import json

    if step.kind == "gate":
        return "yes" if step.output else "no"
    output = as_stored(step.output)
    return output if isinstance(output, str) else json.dumps(output, ensure_ascii=False, indent=2)


def labels(workflow: Workflow, step: Step) -> tuple[str, ...]:
    """What a decision may say, or a step that returns one of a few texts; none where anything else may come."""
    if step.kind in DECISIONS:
        return labels_of(workflow, step)
    return texts_of(returned(workflow, step))


def read_edit(workflow: Workflow, step: Step, text: str) -> Any:
    """What a person wrote in place of a step's output, as JSON. Raises InputError that says what is wrong."""
    if len(text) > LONGEST_EDIT:
        raise InputError(f"The edited output has {len(text):,} characters; at most {LONGEST_EDIT:,} fit. Shorten it.")
    cleaned = clean(text)
    if step.kind in DECISIONS:
        return _decision(workflow, step, cleaned.strip())
    form = returned(workflow, step)
    value = cleaned if form is str or cleaned in texts_of(form) else _json(step, cleaned)
    try:
        return as_stored(_as_edited(workflow, step, value, form))
    except DoesNotFit as error:
        raise InputError(f"The edited output of {step.node!r} does not fit: {error}. No run was started.") from error


def returned(workflow: Workflow, step: Step) -> Any:
    """The type that a step returns; for a step that only its log knows, the type of what it returned."""
    if step.kind == "human":
        return Approval[Any]
    function = function_of(workflow, step.place)
    if function is not None:
        return form_of(function)
    return Any if step.output is None else type(as_stored(step.output))


def _as_edited(workflow: Workflow, step: Step, value: Any, form: Any) -> Any:
    """What the step would return with this in its place. Raises DoesNotFit."""
    if step.kind == "human":
        return restored(value, DECIDED, form, known_from([Approval]))
    function = function_of(workflow, step.place)
    return edited_back(value, step.types, function) if function else edited_output(value, JSONS_OWN, form, {})


def _decision(workflow: Workflow, step: Step, label: str) -> bool | str:
    if only_recorded(workflow, step.node):
        raise InputError(
            f"The workflow only records what {step.node!r} said, and does not go by it. Edit a step before it instead. "
            "No run was started."
        )
    known = labels_of(workflow, step)
    if known and label not in known:
        raise InputError(f"{step.node!r} knows {', '.join(known)}; not {label[:60]!r}. No run was started.")
    return label == "yes" if step.kind == "gate" else label


def _json(step: Step, text: str) -> Any:
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise InputError(
            f"The edited output of {step.node!r} is not JSON: {str(error)[:200]}. No run was started."
        ) from error


def _check_all(workflow: Workflow, trace: Trace, reuse: Reuse) -> None:
    """Raise InputError where a recorded output no longer fits what its step returns."""
    for recorded in reuse.recorded.values():
        if recorded.error is None and not recorded.edited:
            _check(workflow, trace.steps[recorded.step], recorded)


def _check(workflow: Workflow, step: Step, recorded: Recorded) -> None:
    if step.kind in DECISIONS:
        return
    function = function_of(workflow, step.place)
    try:
        if step.kind == "human":
            restored(recorded.output, DECIDED, Approval[Any], known_from([Approval]))
        elif function is not None:
            given_back(recorded.output, recorded.types, function)
    except DoesNotFit as error:
        raise InputError(
            f"What {step.node!r} gave then does not fit what it returns now ({error}). Run again from that step."
        ) from error

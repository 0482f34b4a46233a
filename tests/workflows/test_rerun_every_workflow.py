"""Every workflow on the simulated model: taken up again at any step from its stored log, it comes to the same."""

import pytest

from core.reports.provenance import trace_messages
from core.runtime.execution import environment, execute, prepare
from core.runtime.plans import Plan, only_recorded, plan
from core.runtime.reruns import as_editable, rerun
from core.trace.causality import consequences
from core.trace.encoding import decode, encode
from core.trace.identity import identities
from core.trace.snapshots import as_stored
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflows

WORKFLOWS = find_workflows()
SOME = 5  # steps of a run that are tried
OPTIONS = {"simulation": {"speed": 0}, "approve": "all"}


async def stored_run(planned: Plan) -> Trace:
    run = prepare(planned)
    async with environment(planned.options) as outside:
        await execute("run", planned, run, outside)
    return Trace([event for _, text in encode(run.log.events) for event in decode(text)])


@pytest.mark.parametrize("workflow", WORKFLOWS)
async def test_a_rerun_makes_exactly_the_steps_from_the_chosen_one_on(workflow: str) -> None:
    first = await stored_run(plan(workflow, options=OPTIONS))
    names = identities(first)
    assert len(set(names.values())) == len(first.steps)
    for number in [*first.steps][:: max(1, len(first.steps) // SOME)]:
        again = await stored_run(rerun(first, step=number))
        ran = {name for step, name in identities(again).items() if not again.steps[step].reused}
        assert ran == {names[step] for step in consequences(first, number)}
        # An outbox tells how much lies in it, which depends on which of several stores comes first.
        assert {step.reused for step in again.steps.values() if "outbox" not in step.input} <= {"", "same"}
        assert (again.status, as_stored(again.result)) == (first.status, as_stored(first.result))


@pytest.mark.parametrize("workflow", WORKFLOWS)
async def test_an_output_edited_into_itself_changes_nothing(workflow: str) -> None:
    first = await stored_run(plan(workflow, options=OPTIONS))
    obeyed = [step for step in first.steps.values() if not only_recorded(WORKFLOWS[workflow], step.node)]
    finished = [step.id for step in obeyed if step.status == "completed"]
    number = finished[len(finished) // 2]
    again = await stored_run(rerun(first, step=number, edited=as_editable(first.steps[number])))
    assert [step.reused for step in again.steps.values()].count("edited") == 1
    assert (again.status, as_stored(again.result)) == (first.status, as_stored(first.result))


@pytest.mark.parametrize("workflow", WORKFLOWS)
async def test_every_message_is_told_apart_by_what_was_recorded_without_losing_a_letter(workflow: str) -> None:
    trace = await stored_run(plan(workflow, options=OPTIONS))
    for step in trace.steps.values():
        for attempt in range(1, len(step.attempts) + 1):
            for traced in trace_messages(trace, step, attempt):
                assert "".join(part.text for part in traced.texts) == traced.message.text
                if traced.message.role == "system":
                    assert traced.prompts or {part.source.kind for part in traced.texts} == {"step"}
                    assert {filled.name for filled in traced.prompts or ()} <= set(trace.params)

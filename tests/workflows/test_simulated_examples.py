"""What the simulated model owes to those who open the page: every example of every workflow comes to its end on it."""

import pytest

from core.runtime import plan
from core.runtime.execution import environment, execute, prepare
from core.trace import Trace
from core.workflow import Example, Workflow
from core.workflows import find_workflows

FIXED_TIME = {"today": "2026-11-21", "now": "2026-11-21T12:00:00+00:00"}
INSTANT = {"simulation": {"speed": 0}, "approve": "all"}
EXAMPLES = [
    pytest.param(workflow, example, id=f"{workflow.id}-{place}")
    for workflow in find_workflows().values()
    for place, example in enumerate(workflow.examples)
]


async def simulate(workflow: Workflow, example: Example) -> Trace:
    fixed = {name: value for name, value in FIXED_TIME.items() if name in workflow.params.model_fields}
    planned = plan(workflow.id, example.text, {**fixed, **example.params}, INSTANT)
    run = prepare(planned)
    async with environment(planned.options) as outside:
        await execute("simulated", planned, run, outside)
    return Trace(run.log.events)


@pytest.mark.parametrize(("workflow", "example"), EXAMPLES)
async def test_an_example_ends_well_twice_with_the_same_outcome(workflow: Workflow, example: Example) -> None:
    first, second = [await simulate(workflow, example) for _ in range(2)]
    assert first.status in ("completed", "rejected"), first.reason
    assert (first.status, first.result, first.reason) == (second.status, second.result, second.reason)

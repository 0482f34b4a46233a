"""Every workflow on the simulated model: what a page sees while it runs is what is read from the history afterwards."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from core.history.history import History
from core.runtime.execution import environment, execute, prepare
from core.runtime.plans import plan
from core.trace.encoding import encode
from core.trace.events import Event
from core.trace.snapshots import as_stored
from core.trace.trace import Trace
from core.workflow.description import Workflow
from core.workflows.catalogue import find_workflows
from tests.core.history.recorded import PATIENCE_S, opened

WORKFLOWS = find_workflows()
OPTIONS = {"simulation": {"speed": 0}, "approve": "all"}
OWNER = "me"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with opened(tmp_path_factory.mktemp("history")) as kept:
        yield kept


class Witness:
    """Sees a run as a page does, at every event: what the event tells, and its step as it is then."""

    def __init__(self) -> None:
        self.trace = Trace()
        self.told: list[str] = []
        self.moments: list[Any] = []

    def listen(self, event: Event) -> None:
        self.trace.feed([event])
        self.told += written([event])
        step = self.trace.steps.get(getattr(event, "step", 0))
        self.moments.append((self.trace.status, self.trace.last, told_of(step)))


def written(events: list[Event]) -> list[str]:
    """Each event as the history writes it."""
    return [text for event in events for _, text in encode([event])]


def told_of(thing: Any) -> Any:
    """All that a trace, a step or an attempt says, field by field, in JSON's own types."""
    if isinstance(thing, Trace):
        return {name: told_of(value) for name, value in vars(thing).items() if not name.startswith("_")}
    if isinstance(thing, dict):
        return {str(key): told_of(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [told_of(value) for value in thing]
    if is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: told_of(getattr(thing, field.name)) for field in fields(thing)}
    return as_stored(thing)


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=list(WORKFLOWS))
async def test_what_is_seen_of_a_run_at_any_moment_is_what_its_history_tells(
    workflow: Workflow, history: History
) -> None:
    for number, example in enumerate(workflow.examples):
        run, witness = f"{workflow.id}-{number}", Witness()
        planned = plan(workflow.id, example.text, example.params, OPTIONS)
        context = prepare(planned, (witness.listen, *history.listen(run, OWNER)))
        async with environment(planned.options) as outside:
            await execute(run, planned, context, outside)
        assert written(context.log.events) == witness.told
        assert history.flush(PATIENCE_S)
        stored = Witness()
        for event in history.events(run, OWNER):
            stored.listen(event)
        assert stored.told == witness.told
        assert stored.moments == witness.moments
        assert told_of(stored.trace) == told_of(witness.trace)
        assert stored.trace.totals() == witness.trace.totals()

"""One input with what a person would expect of it, and a way to see whether it came out so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.models.connections import Connections, openers
from core.runtime.execution import Environment, execute, prepare
from core.runtime.plans import plan
from core.text.values import as_json
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflows

FIXED_TIME = {"today": "2026-11-21", "now": "2026-11-21T12:00:00+00:00"}  # a Saturday
INSTANT = {"simulation": {"speed": 0}, "approve": "all"}


@dataclass(frozen=True, slots=True)
class Case:
    """`holds` maps a path into the result (`event.start`, `rows.*.label`) to a value, or to a pattern to be found.

    `visits` are steps that must have been taken. A status of rejected needs no more. `does` maps a step or a tool to a
    pattern that must be found in what one of its visits was given or gave, `because` is one for the run's reason.
    """

    workflow: str
    text: str
    holds: Mapping[str, Any] = field(default_factory=dict)
    status: str = "completed"
    visits: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    does: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    because: re.Pattern[str] | None = None


async def simulate(case: Case) -> Trace:
    """Run the case on the simulated model, without waiting and on a fixed day."""
    fields = find_workflows()[case.workflow].params.model_fields
    fixed = {name: value for name, value in FIXED_TIME.items() if name in fields}
    planned = plan(case.workflow, case.text, {**fixed, **case.params}, INSTANT)
    connections = Connections(openers(planned.options.simulation))
    run = prepare(planned)
    await execute("unprepared", planned, run, Environment(connections.connect, lambda _model, _usage: None))
    await connections.close()
    return Trace(run.log.events)


async def misses(case: Case) -> list[str]:
    """What came out otherwise than expected; empty when all did."""
    trace = await simulate(case)
    if trace.status != case.status:
        return [f"status is {trace.status}: {trace.reason}"]
    taken = {step.node for step in trace.steps.values()}
    found = [f"{one} was not visited" for one in case.visits if one not in taken]
    found += [f"{node} did not do it" for node, said in case.does.items() if not said.search(_told(trace, node))]
    if case.because is not None and not case.because.search(trace.reason):
        found.append(f"the reason is {trace.reason!r}")
    result = as_json(trace.result)
    for path, expected in case.holds.items():
        got = _at(result, path.split("."))
        if not _fits(got, expected):
            found.append(f"{path} is {got!r}")
    return found


def _told(trace: Trace, node: str) -> str:
    """What every visit of a step was given and gave."""
    return "\n".join(f"{as_json(one.input)} {as_json(one.output)}" for one in trace.steps.values() if one.node == node)


def _at(value: Any, path: list[str]) -> Any:
    if not path:
        return value
    name, *rest = path
    if name == "*":
        return [_at(one, rest) for one in value or []]
    if isinstance(value, list):
        return _at(value[int(name)], rest) if int(name) < len(value) else None
    return _at((value or {}).get(name), rest)


def _fits(got: Any, expected: Any) -> bool:
    if isinstance(expected, re.Pattern):
        return expected.search(str(got)) is not None
    if isinstance(expected, set):
        return {str(one).casefold() for one in got or []} == {str(one).casefold() for one in expected}
    if isinstance(expected, str) and isinstance(got, str):
        return got.casefold() == expected.casefold()
    return bool(got == expected)

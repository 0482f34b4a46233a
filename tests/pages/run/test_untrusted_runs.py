"""A run from a file, changed anywhere at random, is refused in a sentence or drawn like any other."""

import asyncio
import copy
import functools
import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as some

from core.diagram.languages import dot
from core.errors import InputError
from core.sharing import preset_of, read, write
from core.trace.run_json import run_as_json
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflow
from pages.run.live import streaming
from pages.run.outcome import figures
from pages.run.steps_table import steps_table_html
from pages.run.timeline import timeline
from tests.core.sharing.simulated import events_of, instant

WORKFLOW = "faq-chain"
VALUES = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=20)
    | some.sampled_from(["<script>alert(1)</script>", "\x00", "llm", "completed", "RunFinished", "StepStarted", -1, 0]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@functools.cache
def good() -> str:
    planned = instant(WORKFLOW)
    return write(preset_of(planned), asyncio.run(events_of(planned))).decode()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, one in inner for place in places(one, (*path, name)))]


def changed(content: Any, path: tuple[Any, ...], value: Any) -> Any:
    content = copy.deepcopy(content)
    inner = content
    for name in path[:-1]:
        inner = inner[name]
    if path:
        inner[path[-1]] = value
    return content if path else value


def draw(trace: Trace) -> None:
    run_as_json(trace)
    figures(trace.totals(), simulated=True)
    for page in (
        dot(find_workflow(WORKFLOW), trace),
        timeline(trace, trace.last),
        steps_table_html(trace, trace.last, 1),
    ):
        assert "<script>" not in page
    streaming(trace)


@settings(max_examples=200)
@given(some.randoms(use_true_random=False), VALUES, some.integers(1, 3))
@example(None, None, 0)
def test_a_file_changed_at_random_is_refused_or_drawn(chance: Any, value: Any, times: int) -> None:
    content = json.loads(good())
    for _ in range(times):
        content = changed(content, chance.choice(places(content)), value)
    try:
        shared = read(json.dumps(content).encode(), "new")
    except InputError:
        return
    if shared.events:
        draw(Trace(shared.events))

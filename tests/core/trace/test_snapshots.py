"""What is recorded is fixed at the moment it is recorded, whatever becomes of it later."""

import asyncio
import threading
from collections import Counter, UserDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple, get_type_hints

import pytest
from pydantic import BaseModel, ConfigDict

from core import Params, Rejected, approve, gate, step
from core.providers.protocol import Message, ToolCall
from core.runtime.execution import environment, prepare, run_in_current_loop
from core.runtime.options import RunOptions
from core.runtime.plans import Plan
from core.runtime.replay import Recorded, Replay, Reuse
from core.trace import events as e
from core.trace.identity import Identity
from core.trace.recording import causal_parents
from core.trace.snapshots import as_stored, snapshot
from core.trace.trace import Trace
from core.workflow.approval import Approval
from core.workflow.run_context import RunContext, current_run
from core.workflows.catalogue import find_workflow


class Colour(Enum):
    RED = "red"


class Answer(BaseModel):
    lines: list[str]
    about: dict[str, Any] = {}


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class Fixed(BaseModel):
    model_config = ConfigDict(frozen=True)
    name: str
    marks: tuple[int, ...] = ()


class Loose(Fixed):
    lines: list[str] = []


@dataclass
class State:
    done: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pair:
    left: Any
    right: Any = None


class Place(NamedTuple):
    name: str
    people: list[str]


class Stubborn:
    """Cannot be copied, and says of itself what it holds."""

    def __init__(self) -> None:
        self.held = 0

    def __repr__(self) -> str:
        return f"holds {self.held}"

    def __copy__(self) -> Any:
        raise RuntimeError("no copy")

    def __deepcopy__(self, memo: object) -> Any:
        raise RuntimeError("no copy")


class Silent:
    def __repr__(self) -> str:
        raise RuntimeError("no words")


class Torn(UserDict[str, int]):
    def __iter__(self) -> Any:
        raise RuntimeError("no names")


def begun() -> RunContext:
    run = RunContext()
    current_run.set(run)
    causal_parents.set(())
    return run


CHANGES: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "a list": ([1], lambda value: value.append(2)),
    "a list in a list": ([[1]], lambda value: value[0].append(2)),
    "a list in a dict in a dict": ({"a": {"b": [1]}}, lambda value: value["a"]["b"].append(2)),
    "a set": ({1}, lambda value: value.add(2)),
    "a tuple with a list": (([1], 2), lambda value: value[0].append(2)),
    "a named tuple": (Place("here", ["Ada"]), lambda value: value.people.append("Bob")),
    "a queue": (deque([1]), lambda value: value.append(2)),
    "a counter": (Counter("a"), lambda value: value.update("b")),
    "a mapping of one's own": (UserDict({"a": 1}), lambda value: value.update(b=2)),
    "a view of a dict": (MappingProxyType(shown := {"a": 1}), lambda _: shown.update(b=2)),
    "bytes that change": (bytearray(b"a"), lambda value: value.extend(b"b")),
    "a model": (Answer(lines=["a"]), lambda value: value.lines.append("b")),
    "a field of a model": (Answer(lines=["a"]), lambda value: setattr(value, "lines", [])),
    "what else a model took": (Open.model_validate({"more": [1]}), lambda value: value.more.append(2)),
    "a list in a frozen model": (Loose(name="a"), lambda value: value.lines.append("b")),
    "a dataclass": (State(["a"]), lambda value: value.done.append("b")),
    "a list in a frozen dataclass": (Pair([1]), lambda value: value.left.append(2)),
    "a message with a list": (Message("user", "Hi", [ToolCall("1", "a", "")]), lambda value: value.tool_calls.clear()),  # type: ignore[arg-type]
    "an object that cannot be copied": (Stubborn(), lambda value: setattr(value, "held", 9)),
    "a model in a list in a dataclass": (State([Answer(lines=[])]), lambda value: value.done[0].lines.append("b")),  # type: ignore[list-item]
}


@pytest.mark.parametrize(("value", "change"), CHANGES.values(), ids=list(CHANGES))
def test_a_snapshot_does_not_follow_what_it_was_taken_of(value: Any, change: Callable[[Any], Any]) -> None:
    before = as_stored(value)
    taken = snapshot(value)
    change(value)
    assert as_stored(value) != before
    assert as_stored(taken) == before


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        0.5,
        "text",
        b"bytes",
        Colour.RED,
        Decimal("1.5"),
        (1, ("a", None)),
        frozenset({1}),
        Fixed(name="a", marks=(1, 2)),
        Pair("a", Pair(1, (2,))),
        Message("assistant", "", (ToolCall("1", "look", "{}"),)),
    ],
    ids=repr,
)
def test_what_cannot_change_is_kept_itself(value: Any) -> None:
    taken = snapshot(value)
    assert taken is value or (taken == value and isinstance(value, frozenset))


def test_a_long_text_is_not_copied_wherever_it_stands() -> None:
    text = "x" * 10_000_000
    taken = snapshot({"a": [Answer(lines=[text]), State([text]), (text,)]})
    assert taken["a"][0].lines[0] is text
    assert taken["a"][1].done[0] is text
    assert taken["a"][2][0] is text


def test_models_and_dataclasses_stay_what_they_are() -> None:
    value = {"a": [Answer(lines=["a"], about={"b": State()}), Pair(Loose(name="b"))]}
    assert snapshot(value) == value


def test_what_appears_twice_appears_twice_in_the_snapshot_too() -> None:
    shared = [1]
    first, second = snapshot((shared, {"again": shared}))
    assert first == [1]
    assert first is not shared
    assert second["again"] is first


def test_what_holds_itself_does_so_in_the_snapshot() -> None:
    value: dict[str, Any] = {"name": "ring", "next": []}
    value["next"].append(value)
    state = State()
    state.done.append(state)  # type: ignore[arg-type]
    taken, looped = snapshot(value), snapshot(state)
    assert taken is not value
    assert taken["next"][0] is taken
    assert looped.done[0] is looped is not state


def test_what_is_nested_without_end_is_cut_as_in_the_history() -> None:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    assert as_stored(snapshot(value)) == as_stored(value)


def test_two_values_made_on_the_way_are_not_taken_for_one() -> None:
    class Made(UserDict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            return [name]

    assert snapshot(Made(a=0, b=0, c=0)) == {"a": ["a"], "b": ["b"], "c": ["c"]}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (threading.Lock(), "<lock>"),
        (asyncio.sleep, "<sleep>"),
        (print, "<built-in function print>"),
        (object(), "<object>"),
        (Answer, "<class 'tests.core.trace.test_snapshots.Answer'>"),
        (Stubborn(), "holds 0"),
        (Silent(), "<Silent>"),
        (Torn({"a": 1}), "{'a': 1}"),
        (ValueError("no"), "ValueError('no')"),
    ],
)
def test_what_cannot_be_copied_is_kept_as_the_history_writes_it(value: Any, kept: str) -> None:
    assert snapshot(value) == kept
    assert snapshot({"in": [value]}) == {"in": [kept]}


def test_an_iterator_is_told_of_and_not_used_up() -> None:
    rest = iter([1, 2])
    made = (number for number in (1, 2))
    assert snapshot({"rest": rest, "more": [made]}) == {
        "rest": "<list_iterator>",
        "more": ["<test_an_iterator_is_told_of_and_not_used_up.<locals>.<genexpr>>"],
    }
    assert [*rest, *made] == [1, 2, 1, 2]


@step(kind="code")
async def work(items: list[str], state: State | None = None) -> list[str]:
    items.append("during")
    return items


@step(kind="code")
async def empty(items: list[str]) -> int:
    items.clear()
    return len(items)


async def test_a_step_keeps_what_it_was_given_and_what_it_gave() -> None:
    run, items, state = begun(), ["before"], State()
    given_back = await work(items, state=state)
    await work(items)
    assert given_back is items
    items.append("after")
    state.done.append("after")
    first, second = Trace(run.log.events).steps.values()
    assert (first.input, first.output) == ({"items": ["before"], "state": State()}, ["before", "during"])
    assert second.input == {"items": ["before", "during"]}


async def test_a_step_that_takes_one_thing_keeps_what_that_was() -> None:
    run = begun()
    await empty(["a", "b"])
    assert Trace(run.log.events).steps[1].input == {"items": ["a", "b"]}


async def test_a_decision_keeps_the_values_that_decided() -> None:
    run, seen = begun(), ["a"]
    assert gate("enough", len(seen) > 0, seen=seen)
    seen.clear()
    assert Trace(run.log.events).steps[1].input == {"seen": ["a"]}


async def test_what_a_person_saw_is_kept_and_the_workflow_goes_on_with_its_own_object() -> None:
    run, mine = begun(), Answer(lines=["a"])
    asking = asyncio.create_task(approve("approve", mine, within_s=60))
    await asyncio.sleep(0)
    seen = Trace(run.log.events).steps[1].asked
    assert seen is not None
    run.answer(1, Approval("approved", seen.item))
    answer = await asking
    assert answer.item is mine
    mine.lines.append("later")
    step_of_approval = Trace(run.log.events).steps[1]
    assert step_of_approval.input == {"item": Answer(lines=["a"])}
    assert seen.item == step_of_approval.output.item == Answer(lines=["a"])


async def test_what_a_person_wrote_is_what_the_workflow_gets() -> None:
    run, written = begun(), Answer(lines=["b"])
    asking = asyncio.create_task(approve("approve", Answer(lines=["a"]), within_s=60))
    await asyncio.sleep(0)
    run.answer(1, Approval("edited", written))
    assert (await asking).item is written
    written.lines.append("later")
    assert Trace(run.log.events).steps[1].output.item == Answer(lines=["b"])
    assert [one.item for one in run.log.events if isinstance(one, e.Answered)] == [Answer(lines=["b"])]


async def test_an_approval_taken_from_an_earlier_run_keeps_what_it_is_about_now() -> None:
    run, mine, told = begun(), Answer(lines=["a"]), {"lines": ["a"], "about": {}}
    recorded = Recorded(1, {"item": told}, {"decision": "approved", "item": told, "note": ""})
    run.replay = Replay(run.log, Reuse("earlier", {Identity("approve", (), "", 1): recorded}))
    assert (await approve("approve", mine)).item is mine
    mine.lines.append("later")
    (again,) = Trace(run.log.events).steps.values()
    assert again.input == {"item": Answer(lines=["a"])}
    assert again.reused == "same"


async def test_who_awaits_a_run_gets_the_workflows_own_result_and_the_log_keeps_what_it_was() -> None:
    mine = Answer(lines=["a"])

    async def run(request: str, p: Any, llm: Any) -> Answer:
        return mine

    planned = Plan(replace(find_workflow("basic-call"), run=run), "request", Params(), RunOptions())
    context = prepare(planned)
    trace = await run_in_current_loop(planned, context, environment)
    assert trace.result is mine
    mine.lines.append("later")
    assert Trace(context.log.events).result == Answer(lines=["a"])


def test_every_event_that_holds_a_workflows_values_is_known_here() -> None:
    """A new one must take a snapshot as well, and be tried above or on every workflow."""
    told = {
        f"{kind.__name__}.{name}"
        for kind in e.Event.__args__
        for name, form in get_type_hints(kind).items()
        if form is Any or "Mapping" in str(form)
    }
    assert told == {
        "RunStarted.params",
        "RunStarted.options",
        "RunStarted.rerun",
        "StepStarted.input",
        "StepFinished.output",
        "Decided.values",
        "Asked.item",
        "Answered.item",
        "RunFinished.result",
    }


def test_a_rejection_keeps_what_there_was_by_then() -> None:
    lines = ["a"]
    kept = snapshot(Rejected("No.", lines))
    lines.append("b")
    assert kept == Rejected("No.", ["a"])

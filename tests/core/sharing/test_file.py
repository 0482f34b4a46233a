import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from core.diagram.languages import dot
from core.errors import InputError
from core.sharing import preset_of, read, write
from core.sharing.file import LARGEST_SHARED_FILE
from core.trace.encoding import decode, encode
from core.trace.events import AttemptFinished, AttemptStarted, RunFinished, RunStarted, StepStarted, Streamed
from core.trace.run_json import run_as_json
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflow, find_workflows
from tests.core.sharing.simulated import events_of, instant

HTML = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def plain(events: Any) -> list[Any]:
    return [json.loads(text) for _, text in encode(list(events))]


@pytest.fixture
async def content() -> dict[str, Any]:
    """A good file of a run, as JSON."""
    planned = instant()
    found: dict[str, Any] = json.loads(write(preset_of(planned), await events_of(planned), "A name"))
    return found


def refused(content: Any) -> str:
    with pytest.raises(InputError) as caught:
        read(content if isinstance(content, bytes) else json.dumps(content).encode(), "new")
    assert str(caught.value).startswith("This file cannot be imported: ")
    return str(caught.value)


@pytest.mark.parametrize("workflow", find_workflows())
async def test_every_workflows_run_comes_back_as_it_went_out(workflow: str) -> None:
    planned = instant(workflow)
    events = await events_of(planned)
    shared = read(write(preset_of(planned), events, "Name"), "new")
    assert shared.plan == planned
    assert shared.name == "Name"
    assert isinstance(shared.events[0], RunStarted)
    assert shared.events[0].run == "new"
    assert plain(shared.events)[1:] == plain(events)[1:]
    stored = [event for _, text in encode(events) for event in decode(text)]
    there, here = run_as_json(Trace(stored)), run_as_json(Trace(shared.events))
    assert here == {**there, "run_id": "new"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_that_an_editor_saved_in_another_encoding_is_the_same_file(encoding: str) -> None:
    planned = replace(instant(), request="Grüße, 你好")
    assert read(write(preset_of(planned)).decode().encode(encoding)).plan == planned


async def test_settings_alone_are_a_small_file(content: dict[str, Any]) -> None:
    planned = instant()
    data = write(preset_of(planned))
    assert len(data) < 5_000
    shared = read(data)
    assert shared.plan == planned
    assert shared.events == ()


async def test_a_run_that_had_not_ended_is_cut_off_and_said_so(content: dict[str, Any]) -> None:
    content["run"]["events"] = content["run"]["events"][:3]
    trace = Trace(read(json.dumps(content).encode(), "new").events)
    assert (trace.status, trace.reason) == ("cancelled", "The run had not ended when it was saved to the file.")
    assert {step.status for step in trace.steps.values()} == {"cancelled"}


async def test_no_key_goes_out_and_none_comes_in(content: dict[str, Any]) -> None:
    planned = instant()
    secret, alike = "the-servers-own-secret", "sk-abcdefghijklmnop"
    preset = preset_of(planned).model_copy(update={"request": f"{secret} and {alike}"})
    data = write(preset, await events_of(planned), f"named {secret}", [secret])
    assert secret.encode() not in data
    assert alike.encode() not in data
    content["preset"]["request"] = f"my key is {alike}"
    assert read(json.dumps(content).encode(), "new").preset.request == "my key is [key]"


async def test_a_message_from_which_a_key_was_taken_no_longer_says_where_its_prompts_stand() -> None:
    planned = instant()
    events = await events_of(planned)
    place, begun = next((place, event) for place, event in enumerate(events) if isinstance(event, AttemptStarted))
    assert begun.fillings is not None
    assert any(begun.fillings)
    hidden = replace(begun.messages[-1], text="with sk-abcdefghijklmnop and more")
    events[place] = begun._replace(messages=(*begun.messages[:-1], hidden))
    came_back = read(write(preset_of(planned), events), "new").events[place]
    assert isinstance(came_back, AttemptStarted)
    assert came_back.messages[-1].text == "with [key] and more"
    assert came_back.fillings is None


@pytest.mark.parametrize("fillings", [[], [[[0, [[100_000, None]]]], []], [[[-1, [[1, "x"]]]], []]])
async def test_prompts_that_do_not_fit_the_messages_of_a_file_are_not_told(
    content: dict[str, Any], fillings: list[Any]
) -> None:
    change(2, 7, fillings)(content["run"]["events"])
    trace = Trace(read(json.dumps(content).encode(), "new").events)
    assert trace.steps[1].attempts[0].fillings is None


@pytest.mark.parametrize("extra", ["openai_api_key", "base_url", "code", "__class__"])
@pytest.mark.parametrize("place", [[], ["preset"], ["run"], ["preset", "options"], ["preset", "params"]])
async def test_a_field_that_is_not_known_is_refused_wherever_it_stands(
    content: dict[str, Any], place: list[str], extra: str
) -> None:
    inner = content
    for name in place:
        inner = inner[name]
    inner[extra] = "x"
    assert extra in refused(content)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is not JSON"),
        (b"not JSON at all", "it is not JSON"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "it is neither UTF-8 nor UTF-16 text. Save it as UTF-8."),
        ('{"format": "llm-workflow-playground"}'.encode("utf-16"), "version"),
        (b'{"a": "\x00"}', "it is not JSON"),
        (b'{"a": NaN}', "it is not JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "levels deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "levels deep"),
        (b"[" * 150 + b"]" * 150, "levels deep"),
        (b'{"a": 1e999}', "number that is too large"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "number out of range"),
        (b'{"a": -99999999999999999999}', "number that is too large"),
        (b"[]", "not written by this playground"),
        (b"null", "not written by this playground"),
        (b'{"nodes": [], "edges": [], "version": "1.2"}', "not written by this playground"),
        (b'{"format": "someone-elses", "version": 99}', "not written by this playground"),
        (b'{"format": "llm-workflow-playground"}', "version"),
        (b'{"format": "llm-workflow-playground", "version": "1"}', "version"),
        (b'{"format": "llm-workflow-playground", "version": 2, "x": 1}', "newer version"),
        (b'{"format": "llm-workflow-playground", "version": 1}', "preset"),
    ],
)
def test_what_is_not_a_file_of_ours_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    assert said in refused(data)


def test_a_hundred_megabytes_are_refused_unread() -> None:
    assert f"at most {LARGEST_SHARED_FILE:,} are read" in refused(b" " * 100_000_000)


async def test_a_nul_and_a_lone_surrogate_do_no_harm(content: dict[str, Any]) -> None:
    content["preset"]["request"] = "nul \x00 here"
    content["run"]["name"] = "also \x00 here"
    shared = read(json.dumps(content).encode(), "new")
    assert (shared.preset.request, shared.name) == ("nul ␀ here", "also ␀ here")
    content["preset"]["request"] = "alone \ud800"
    assert "it is not JSON" in refused(content)


async def test_html_in_every_field_stays_text(content: dict[str, Any]) -> None:
    def spoilt(value: Any, place: str = "") -> Any:
        if isinstance(value, str):
            return HTML if value and place not in KEPT else value
        if isinstance(value, dict):
            return {name: spoilt(one, name) for name, one in value.items()}
        return value

    rows = content["run"]["events"]
    kinds = {row[0] for row in rows}
    assert {"StepStarted", "Decided", "AttemptFinished"} <= kinds
    for row in rows:
        for place, field in enumerate(row[1:], start=1):
            name = _field(row[0], place - 1)
            row[place] = spoilt(field, name)
            if name == "messages":
                row[place] = [{**one, "text": HTML} for one in field]
    content["preset"]["params"] = {
        name: HTML if isinstance(value, str) and not name.endswith("today") else value
        for name, value in content["preset"]["params"].items()
    }
    content["preset"]["request"] = content["run"]["name"] = HTML
    shared = read(json.dumps(content).encode(), "new")
    trace = Trace(shared.events)
    assert trace.request == HTML
    assert {step.node for step in trace.steps.values()} == {HTML}
    assert "<script>" not in dot(find_workflow("calendar-chain"), trace)


KEPT = {"workflow", "wall_time", "kind", "status", "outcome", "role", "model", "mode", "why", "decision", "today"}


def _field(kind: str, place: int) -> str:
    from core.trace import events as module

    return str(getattr(module, kind)._fields[place])


def change(at: int, place: int, value: Any) -> Callable[[list[Any]], None]:
    def spoil(rows: list[Any]) -> None:
        rows[at][place] = value

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows.clear(),
        lambda rows: rows.pop(0),
        lambda rows: rows.append(rows[0]),
        lambda rows: rows.append(rows[-1]),
        lambda rows: rows.insert(1, rows[1]),
        lambda rows: rows.insert(2, rows[1]),
        lambda rows: rows.insert(1, []),
        lambda rows: rows.insert(1, ["Nothing", 0.0]),
        lambda rows: rows.insert(1, ["__class__", 0.0]),
        lambda rows: rows.insert(1, [["RunStarted"], 0.0]),
        lambda rows: rows.insert(1, [{}, 0.0]),
        lambda rows: rows[0].__delitem__(slice(5, None)),
        lambda rows: rows[1].append("more"),
        change(0, 1, -1.0),
        change(0, 1, 1e300),
        change(0, 1, "soon"),
        change(0, 7, "yesterday"),
        change(0, 6, {"model": {"deep": 1}}),
        change(1, 2, -1),
        change(1, 3, "n" * 201),
        change(1, 4, "magic"),
        change(1, 5, [1]),
        change(1, 5, [7]),
        change(1, 6, [""]),
        change(1, 7, [5, 0]),
        change(1, 8, "no mapping"),
        change(-1, 2, "splendid"),
        change(-1, 5, [99]),
        change(2, 3, 0),
        change(2, 3, 2),
        change(2, 7, [[[0, [["long", None]]]]]),
    ],
)
async def test_an_event_that_does_not_fit_is_named(content: dict[str, Any], spoil: Callable[[list[Any]], None]) -> None:
    rows = content["run"]["events"]
    assert [row[0] for row in rows[:3]] == ["RunStarted", "StepStarted", "AttemptStarted"]
    spoil(rows)
    said = refused(content)
    assert "does not fit" in said or "has no beginning" in said or "run.events" in said


async def test_settings_that_do_not_fit_the_workflow_are_named(content: dict[str, Any]) -> None:
    content["preset"]["params"]["min_confidence"] = 7
    assert "min_confidence" in refused(content)
    content["preset"]["workflow"] = "of-the-future"
    assert "of-the-future" in refused(content)


async def test_a_run_of_another_workflow_than_its_settings_is_refused(content: dict[str, Any]) -> None:
    content["run"]["events"][0][3] = "faq-chain"
    assert "another workflow" in refused(content)


async def test_a_run_too_large_for_a_file_is_not_written() -> None:
    planned = instant()
    events = await events_of(planned)
    large = RunFinished(events[-1].at, "completed", "", "x" * LARGEST_SHARED_FILE, (), None)
    with pytest.raises(InputError, match="can be read again"):
        write(preset_of(planned), [*events[:-1], large])


async def test_a_run_of_many_pieces_of_text_is_read_in_time_and_with_all_its_text() -> None:
    planned = instant()
    events = await events_of(planned)
    events = [one for one in events if not isinstance(one, Streamed)]
    place, begun = next((place, one) for place, one in enumerate(events) if isinstance(one, AttemptStarted))
    many = [Streamed(begun.at, begun.step, f"{number:<60}") for number in range(40_000)]
    ended = next(place for place, one in enumerate(events) if isinstance(one, AttemptFinished))
    events[ended] = cast(AttemptFinished, events[ended])._replace(text="")
    long = [*events[: place + 1], *many, *events[place + 1 :]]
    shared = read(write(preset_of(planned), long), "new")
    assert len(shared.events) == len(events) + 1
    assert Trace(shared.events).steps[begun.step].attempts[0].text == "".join(one.text for one in many)


@pytest.mark.parametrize(("count", "limit"), [(20_001, "20000"), (5_001, "5,000 steps")])
async def test_a_run_with_more_than_can_be_shown_is_refused(content: dict[str, Any], count: int, limit: str) -> None:
    rows = content["run"]["events"]
    begun = rows[1]
    steps = [[*begun[:2], 100 + number, *begun[3:]] for number in range(count)]
    content["run"]["events"] = [rows[0], *steps]
    assert limit in refused(content)


async def test_numbers_that_not_every_reader_of_json_can_hold_come_back_as_text() -> None:
    planned = instant()
    events = await events_of(planned)
    place = next(number for number, one in enumerate(events) if isinstance(one, StepStarted))
    step = events[place]
    assert isinstance(step, StepStarted)
    events[place] = step._replace(input={"whole": 10**40, "small": -5})
    shared = read(write(preset_of(planned), events), "new")
    found = shared.events[place]
    assert isinstance(found, StepStarted)
    assert found.input == {"whole": str(10**40), "small": -5}

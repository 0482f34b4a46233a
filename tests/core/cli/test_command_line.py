import asyncio
import io
import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.cli import running
from core.cli.arguments import _value
from core.cli.command_line import main
from core.history.history import History
from core.providers.protocol import OnText, Reply, Request, Usage
from core.trace.run_json import run_as_json
from core.workflows.catalogue import find_workflows
from tests.core.trace.test_run_json import RUN_KEYS
from tests.scripted import environment_of

PATIENCE_S = 20.0
AT_ONCE = ("--speed", "0")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"PLAYGROUND_HOME": str(tmp_path)}


@pytest.fixture
def call(home: dict[str, str]) -> Any:
    def call(*argv: str, stdin: str = "", stdout: io.StringIO | None = None) -> Said:
        out, err = stdout or io.StringIO(), io.StringIO()
        status = main(argv, stdin=io.StringIO(stdin), stdout=out, stderr=err, environ=home)
        return Said(status, out.getvalue(), err.getvalue())

    return call


def answers_with(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    """Let every model answer what the async function `answer` says."""

    class Answering:
        async def ask(self, request: Request, on_text: OnText) -> Reply:
            return Reply(await answer(request), Usage(10, 5), "scripted")

        async def close(self) -> None:
            pass

    monkeypatch.setattr(running, "with_access", lambda _access: environment_of(Answering()))


def test_what_the_answers_note_stands_below_the_result_and_in_json(call: Any) -> None:
    note = "The simulated model read the first 20,000 characters of a longer message, and not the rest."
    long = "Write about gardens. " * 1_000
    assert " ".join(call("run", "basic-call", long, *AT_ONCE).out.split()).count(note) == 1
    assert call("run", "basic-call", long, "--json", *AT_ONCE).json["notes"] == [note]


def test_list_names_every_workflow(call: Any) -> None:
    said = call("list")
    assert said.status == 0
    for workflow in find_workflows().values():
        assert workflow.id in said.out
    assert [one["id"] for one in call("list", "--json").json] == list(find_workflows())


def test_show_tells_parameters_with_bounds_examples_and_the_diagram(call: Any) -> None:
    said = call("show", "calendar-chain")
    assert said.status == 0
    for words in ("min_confidence", "0.7", "minimum 0; maximum 1", "placeholders today", "Let's schedule", "digraph"):
        assert words in said.out
    shown = call("show", "calendar-chain", "--json").json
    confidence = next(one for one in shown["params"] if one["name"] == "min_confidence")
    assert (confidence["type"], confidence["default"]) == ("number", 0.7)
    assert (confidence["minimum"], confidence["maximum"]) == (0, 1)
    assert shown["diagram"].startswith("digraph")
    assert shown["examples"][0]["title"] == "A meeting"


@pytest.mark.parametrize("workflow_id", find_workflows())
def test_show_tells_of_every_workflow(call: Any, workflow_id: str) -> None:
    shown = call("show", workflow_id, "--json").json
    assert [one["name"] for one in shown["params"]] == list(find_workflows()[workflow_id].params.model_fields)


def test_run_shows_progress_the_result_and_the_step_table(call: Any) -> None:
    said = call("run", "calendar-chain", *AT_ONCE)
    assert said.status == 0
    assert said.err == ""
    assert "This model is simulated" in said.out
    assert said.out.index("✓ extract") < said.out.index("✓ is_it_an_event  yes") < said.out.index("✓ confirm")
    assert "completed" in said.out
    assert "\nmessage:" in said.out
    for column in ("step", "status", "model", "started", "latency", "tokens in", "tokens out", "cost", "attempts"):
        assert column in said.out
    for total in ("wall", "sum of steps", "critical path", "3 calls", "(simulated)"):
        assert total in said.out


def test_run_tells_of_modes_and_speed_up_only_where_something_can_run_at_once(call: Any) -> None:
    alone, branches = (call("run", name, *AT_ONCE).out for name in ("calendar-chain", "faq-chain"))
    assert [word in alone for word in ("parallel", "speed-up")] == [False, False]
    assert [word in branches for word in ("parallel", "speed-up")] == [True, True]


def test_run_with_json_prints_one_object_and_nothing_else(call: Any) -> None:
    said = call("run", "faq-chain", "--json", "--mode", "sequential", "--set", "count=2", *AT_ONCE)
    assert (said.status, said.err) == (0, "")
    assert list(said.json) == RUN_KEYS
    assert (said.json["status"], said.json["mode"], said.json["model"]) == ("completed", "sequential", "simulated:demo")
    assert len(said.json["result"]["entries"]) == 2


def test_a_rejected_run_says_what_decided_and_counts_as_done(call: Any) -> None:
    request = find_workflows()["calendar-chain"].examples[1].text
    said = call("run", "calendar-chain", request, *AT_ONCE)
    assert said.status == 0
    assert "rejected" in said.out
    assert "Decided by is_it_an_event (no): is_event = " in said.out
    assert "min_confidence = 0.7" in said.out


def test_a_failed_run_ends_with_1_and_its_reason(call: Any) -> None:
    said = call("run", "calendar-chain", "--max-calls", "1", *AT_ONCE)
    assert said.status == 1
    assert "limit of 1 calls" in said.out
    assert call("run", "calendar-chain", "--max-calls", "1", "--json", *AT_ONCE).json["status"] == "failed"


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        ((), "COMMAND"),
        (("dance",), "dance"),
        (("show", "calender-chain"), "calendar-chain"),
        (("run", "nothing-like-it"), "nothing-like-it"),
        (("run", "calendar-chain", ""), "empty"),
        (("run", "calendar-chain", "--set", "min_confidense=1"), "min_confidense"),
        (("run", "calendar-chain", "--set", "min_confidence=1.5"), "min_confidence"),
        (("run", "calendar-chain", "--set", "min_confidence=nan"), "min_confidence"),
        (("run", "calendar-chain", "--set", f"min_confidence={'[' * 5_000}"), "min_confidence"),
        (("run", "calendar-chain", "--set", "today=soon"), "today"),
        (("run", "calendar-chain", "--set", "extract_prompt={todya}"), "todya"),
        (("run", "calendar-chain", "--set", "signer"), "signer"),
        (("run", "calendar-chain", "--params", "no-such-file.json"), "no-such-file.json"),
        (("run", "calendar-chain", "--params", __file__), "not JSON"),
        (("run", "calendar-chain", "--mode", "backwards"), "backwards"),
        (("run", "calendar-chain", "--max-calls", "0"), "max_calls"),
        (("run", "calendar-chain", "--max-cost", "nan"), "max_cost"),
        (("run", "calendar-chain", "--concurrency", "-1"), "concurrency"),
        (("run", "calendar-chain", "--speed", "fast"), "speed"),
        (("run", "calendar-chain", "--model", "demo"), "model"),
        (("run", "calendar-chain", "--model", "abacus:demo"), "abacus"),
        (("run", "calendar-chain", "--faults", "server,gremlins"), "gremlins"),
        (("run", "calendar-chain", "--colour", "red"), "--colour"),
        (("run", "calendar-chain", "one", "two"), "two"),
    ],
    ids=lambda value: " ".join(value)[-50:] if isinstance(value, tuple) else value,
)
def test_wrong_usage_is_one_line_that_names_it(call: Any, argv: tuple[str, ...], named: str) -> None:
    said = call(*argv)
    assert said.status == 2
    assert named in said.err
    assert said.err.count("\n") == 1
    assert said.err.endswith("\n")
    assert said.out == ""


def test_the_request_may_stand_after_the_options_or_come_from_standard_input(call: Any) -> None:
    words = "Lunch with Ada next Friday at noon."
    late = call("run", "calendar-chain", "--json", *AT_ONCE, words).json
    piped = call("run", "calendar-chain", "-", "--json", *AT_ONCE, stdin=words).json
    assert late["steps"][0]["input"] == piped["steps"][0]["input"] == {"request": words}


def test_a_file_of_parameters_that_is_nested_too_deeply_is_refused(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "params.json"
    file.write_text('{"a":' * 50_000, encoding="utf-8")
    said = call("run", "calendar-chain", "--params", str(file))
    assert said.status == 2
    assert "is not JSON" in said.err


def test_parameters_come_from_a_file_and_single_ones_win(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "params.json"
    file.write_text(json.dumps({"signer": "Ada", "min_confidence": 0.0}), encoding="utf-8")
    argv = ("run", "calendar-chain", "--json", "--params", str(file), "--set", "min_confidence=1.0", *AT_ONCE)
    gate = next(step for step in call(*argv).json["steps"] if step["kind"] == "gate")
    assert gate["input"]["min_confidence"] == 1.0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_parameters_are_read_from_a_file_that_an_editor_saved(call: Any, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "params.json"
    file.write_text(json.dumps({"system_prompt": "Grüße"}, ensure_ascii=False), encoding=encoding)
    ran = call("run", "basic-call", "--json", "--params", str(file), *AT_ONCE)
    assert ran.status == 0
    file.write_bytes(b'{"system_prompt": "Gr\xfc\xdfe"}')
    refused = call("run", "basic-call", "--params", str(file))
    assert (refused.status, refused.err) == (
        2,
        f"The file {str(file)!r} of --params is neither UTF-8 nor UTF-16 text. Save it as UTF-8.\n",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_standard_input_is_read_in_whichever_encoding_it_comes(home: dict[str, str], encoding: str) -> None:
    words, out = "Grüße an Ada", io.StringIO()
    stdin = io.TextIOWrapper(io.BytesIO(words.encode(encoding)), encoding="cp1252")
    assert main(["run", "basic-call", "-", "--json", *AT_ONCE], stdin=stdin, stdout=out, environ=home) == 0
    assert json.loads(out.getvalue())["steps"][0]["input"] == {"request": words}


def test_a_byte_order_mark_on_standard_input_is_no_part_of_the_request(call: Any) -> None:
    ran = call("run", "basic-call", "-", "--json", *AT_ONCE, stdin="\ufeffHello")
    assert ran.json["steps"][0]["input"] == {"request": "Hello"}


@pytest.mark.parametrize(
    ("text", "annotation", "value"),
    [
        ("0.8", float, "0.8"),
        ("[1]", str, "[1]"),
        ('["a", "b"]', list[str], ["a", "b"]),
        ("null", int | None, None),
        ("nonsense", list[str], "nonsense"),
    ],
)
def test_a_value_is_read_as_json_only_where_text_does_not_do(text: str, annotation: Any, value: Any) -> None:
    assert _value(text, annotation) == value


def test_model_text_can_neither_steer_the_terminal_nor_style_it(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hostile(_: Request) -> str:
        return "\x1b]0;owned\x07\x1b[2J[bold red]plain[/bold red] :smile: \u202e"

    answers_with(monkeypatch, hostile)
    said = call("run", "basic-call", stdout=Terminal())
    words = said.out[said.out.index("completed") :]
    assert "\x1b]0" not in said.out
    assert "\x1b[2J" not in words
    assert "\x07" not in said.out
    assert "\u202e" not in said.out
    assert "[bold red]plain[/bold red] :smile:" in words


def test_a_terminal_shows_the_steps_that_run(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = asyncio.Event()

    class Watched(Terminal):
        def write(self, text: str) -> int:
            if "… answer" in text:
                shown.set()
            return super().write(text)

    async def once_shown(_: Request) -> str:
        async with asyncio.timeout(PATIENCE_S):
            await shown.wait()
        return "done"

    answers_with(monkeypatch, once_shown)
    assert call("run", "basic-call", stdout=Watched()).status == 0


def test_the_log_goes_to_standard_error_without_anybodys_words(call: Any) -> None:
    said = call("run", "calendar-chain", "Lunch with Zebedee on Friday at noon.", "--log", "info", "--json", *AT_ONCE)
    assert said.json["status"] in ("completed", "rejected")
    assert f"event=RunFinished run={said.json['run_id']}" in said.err
    assert "Zebedee" not in said.err
    assert "Zebedee" in call("run", "calendar-chain", "Zebedee", "--log", "info", "--log-text", *AT_ONCE).err


def test_a_run_is_kept_in_the_history(call: Any, home: dict[str, str]) -> None:
    ran = call("run", "calendar-chain", "--json", *AT_ONCE).json
    with closing(History.open(Path(home["PLAYGROUND_HOME"]))) as history:
        [kept] = history.runs(running.OWNER)
        trace = history.trace(kept.id, running.OWNER)
    assert kept.id == ran["run_id"]
    assert trace is not None
    assert run_as_json(trace) == ran


def test_where_nothing_can_be_kept_the_run_goes_on(home: dict[str, str], tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("not a folder", encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    environ = {"PLAYGROUND_HOME": str(blocked)}
    status = main(["run", "calendar-chain", "--json", *AT_ONCE], stdout=out, stderr=err, environ=environ)
    assert (status, json.loads(out.getvalue())["status"]) == (0, "completed")


def test_run_with_estimate_says_about_what_it_would_take_and_runs_nothing(call: Any) -> None:
    said = call("run", "calendar-chain", "--estimate")
    assert said.status == 0
    assert "about 3 calls" in said.out
    assert "simulated money" in said.out
    found = call("run", "calendar-chain", "--estimate", "--json", "--model", "openai:gpt-5-mini").json
    assert (found["calls"], found["simulated"]) == (3, False)
    assert found["cost_usd"] > 0
    assert "Prices of 20" in call("run", "calendar-chain", "--estimate", "--model", "openai:gpt-5-mini").out


def test_a_model_without_its_key_is_refused_with_what_to_do(call: Any) -> None:
    said = call("run", "calendar-chain", "--model", "openai:gpt-5-mini")
    assert said.status == 2
    assert "Set OPENAI_API_KEY" in said.err


def test_a_step_can_be_given_its_own_model(call: Any) -> None:
    ran = call("run", "calendar-chain", *AT_ONCE, "--step-model", "extract=simulated:demo-mini", "--json").json
    used = {step["node"]: step["model"] for step in ran["steps"] if step["attempts"]}
    assert used.pop("extract") == "simulated:demo-mini"
    assert set(used.values()) == {"simulated:demo"}
    wrong = call("run", "calendar-chain", "--step-model", "no_such=simulated:demo")
    assert (wrong.status, "has no step 'no_such'" in wrong.err) == (2, True)
    assert call("run", "calendar-chain", "--step-model", "extract").status == 2

import ast
import io
import json
from pathlib import Path
from typing import Any

import pytest

from core.cli import exporting
from core.cli.command_line import main
from core.export.script import FLAVOURS
from tests.core.export.test_spans import collector

QUICK = ("--speed", "0")


@pytest.fixture
def call(tmp_path: Path) -> Any:
    def call(*argv: str, **environ: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        home = {"PLAYGROUND_HOME": str(tmp_path), **environ}
        status = main(argv, stdin=io.StringIO(), stdout=out, stderr=err, environ=home)
        return status, out.getvalue(), err.getvalue()

    return call


def test_the_command_line_knows_the_sdks_that_scripts_are_made_for() -> None:
    assert exporting._FLAVOURS == FLAVOURS


def test_a_script_goes_to_standard_output_and_what_it_needs_to_standard_error(call: Any) -> None:
    status, out, err = call("export", "calendar-chain", "--set", "signer=Ann")
    assert status == 0
    assert ast.get_docstring(ast.parse(out))
    assert 'signer: str = Field("Ann"' in out
    assert "pip install openai~=" in err
    assert "In the app it ran on simulated:demo; here it asks MODEL." in err


def test_the_model_decides_the_sdk_unless_it_is_named(call: Any) -> None:
    _, gemini, _ = call("export", "basic-call", "--model", "gemini:gemini-2.5-pro")
    assert "from google import genai" in gemini
    _, openai, _ = call("export", "basic-call", "--model", "gemini:gemini-2.5-pro", "--for", "openai")
    assert "from openai import" in openai


def test_a_file_is_written_where_it_should_be(call: Any, tmp_path: Path) -> None:
    wanted = tmp_path / "mine.py"
    params = tmp_path / "params.json"
    params.write_text(json.dumps({"temperature": 0.5}), encoding="utf-8")
    status, out, err = call("export", "basic-call", "--params", str(params), "--output", str(wanted))
    assert (status, out) == (0, "")
    assert "Written: " in err
    assert "temperature: float = Field(0.5, ge=0, le=2" in wanted.read_text(encoding="utf-8")
    status, _, err = call("export", "basic-call", "--output", str(tmp_path / "no" / "where.py"))
    assert status == 2
    assert "cannot be written" in err


def test_as_json_it_says_everything_about_the_script(call: Any) -> None:
    told = json.loads(call("export", "retrieval", "--json")[1])
    assert told["file_name"] == "retrieval.py"
    assert told["for"] == "openai"
    assert any(one.startswith("bm25s") for one in told["packages"])
    ast.parse(told["text"])


def test_the_diagram_comes_in_three_forms(call: Any) -> None:
    assert call("export", "guardrails", "--for", "mermaid")[1].startswith("flowchart LR")
    assert call("export", "guardrails", "--for", "dot")[1].startswith("digraph")
    assert "<svg" in call("export", "guardrails", "--for", "svg")[1]


def test_what_does_not_fit_is_wrong_usage(call: Any) -> None:
    assert call("export", "nothing-such")[0] == 2
    assert call("export", "basic-call", "--set", "temperature=9")[0] == 2
    assert call("export", "basic-call", "--for", "cobol")[0] == 2


def test_a_run_writes_its_spans(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "spans.json"
    status, _, _ = call("run", "basic-call", *QUICK, "--otel", str(file))
    assert status == 0
    (resource,) = json.loads(file.read_text(encoding="utf-8"))["resourceSpans"]
    assert [one["name"] for one in resource["scopeSpans"][0]["spans"]] == [
        "invoke_workflow basic-call",
        "answer",
        "chat demo",
    ]


def test_a_run_sends_its_spans_where_the_environment_says(call: Any) -> None:
    with collector() as (url, got):
        status, _, err = call("run", "basic-call", *QUICK, "--otel", "endpoint", OTEL_EXPORTER_OTLP_ENDPOINT=url)
    assert (status, len(got)) == (0, 1)
    assert "3 spans sent to 127.0.0.1" in err


def test_without_an_endpoint_nothing_is_run(call: Any) -> None:
    status, out, err = call("run", "basic-call", *QUICK, "--otel", "endpoint")
    assert (status, out) == (2, "")
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" in err

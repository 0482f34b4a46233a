"""A run and its diagram as files."""

import json
from collections.abc import Sequence
from typing import Any

from core.diagram.dot import dot, mermaid
from core.export.otlp import otlp_json
from core.export.pictures import svg
from core.reports.tables import step_rows
from core.text.spreadsheet import csv_text
from core.trace.encoding import encode
from core.trace.events import Event
from core.trace.json_view import run_as_json
from core.trace.trace import Trace
from core.workflow.description import Workflow

DIAGRAMS = ("mermaid", "dot", "svg")


def diagram_text(workflow: Workflow, form: str, trace: Trace | None = None) -> str:
    """The diagram in one of DIAGRAMS, with the way a run took, if any. Raises SetupError where it cannot be drawn."""
    if form == "mermaid":
        return mermaid(workflow, trace)
    text = dot(workflow, trace)
    return svg(text) if form == "svg" else text


def trace_text(trace: Trace, events: Sequence[Event]) -> str:
    """The run as the command line prints it with --json, and under `events` everything that happened, in order."""
    rows = [row for _, text in encode(events) for row in json.loads(text)]
    return _json({**run_as_json(trace), "request": trace.request, "events": rows})


def steps_text(trace: Trace) -> str:
    """The step table as CSV, in which no cell is a formula."""
    rows = [{**row._asdict(), "parents": list(row.parents)} for row in step_rows(trace)]
    return csv_text([{name: _rounded(value) for name, value in row.items()} for row in rows])


def spans_text(trace: Trace) -> str:
    """The run's OpenTelemetry spans as one OTLP request in JSON."""
    return _json(otlp_json(trace))


def _rounded(value: Any) -> Any:
    """To a millionth, of a second or of a dollar."""
    return round(value, 6) if isinstance(value, float) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n"

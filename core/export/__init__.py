"""Taking a workflow and its runs out of the app: as one Python file, as pictures, as tables, as OpenTelemetry spans."""

from core.export.files import can_draw, diagram_text, spans_text, steps_text, trace_text
from core.export.otlp import Endpoint, endpoint_in, send_spans
from core.export.script import FLAVOURS, Flavour, Script, export_script, why_not

__all__ = [
    "Endpoint",
    "FLAVOURS",
    "Flavour",
    "Script",
    "can_draw",
    "diagram_text",
    "endpoint_in",
    "export_script",
    "send_spans",
    "spans_text",
    "steps_text",
    "trace_text",
    "why_not",
]

"""`export`: a workflow as one Python file, or its diagram; and the spans of a run that `run` was asked for."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from core.cli.arguments import add_run_arguments, read_plan
from core.cli.context import Context
from core.errors import InputError
from core.models import PROVIDERS
from core.runtime import Plan
from core.trace import Trace

if TYPE_CHECKING:
    from core.export import Endpoint, Flavour, Script

_FLAVOURS = tuple(name for name, spec in PROVIDERS.items() if spec.script_title)
_DIAGRAMS = ("mermaid", "dot", "svg")
ENDPOINT = "endpoint"


def add_export(commands: Any) -> None:
    """Add it to the parser's commands."""
    parser = commands.add_parser("export", help="a workflow as one Python file of its own", allow_abbrev=False)
    add_run_arguments(parser)
    parser.add_argument(
        "--for",
        dest="form",
        choices=(*_FLAVOURS, *_DIAGRAMS),
        help="the SDK that the script uses, by default that of the model; or the diagram in one of three forms",
    )
    parser.add_argument("--output", metavar="FILE", help="where to write it; standard output if left out")
    parser.set_defaults(act=export)


def add_spans(parser: argparse.ArgumentParser) -> None:
    """The option of `run` that writes its spans."""
    parser.add_argument(
        "--otel",
        metavar="FILE|endpoint",
        help="write the run's OpenTelemetry spans (OTLP JSON) to a file; endpoint sends them where "
        "OTEL_EXPORTER_OTLP_ENDPOINT says",
    )


def export(arguments: argparse.Namespace, context: Context) -> int:
    """Write the script or the diagram; what is different outside the app goes to standard error."""
    from core.export import diagram_text, export_script

    plan = read_plan(arguments, context)
    form = arguments.form or _flavour_of(plan)
    if form in _DIAGRAMS:
        _write(diagram_text(plan.workflow, form), arguments.output, context)
        return 0
    script = export_script(plan, cast("Flavour", form))
    if arguments.json:
        context.write_json(_as_json(script, form))
        return 0
    _write(script.text, arguments.output, context)
    for said in (*script.notes, f"It needs: pip install {' '.join(script.packages)}"):
        context.stderr.write(f"{said}\n")
    return 0


def check_spans(arguments: argparse.Namespace, context: Context) -> None:
    """Refuse `--otel endpoint` without an endpoint before the run has cost anything."""
    if arguments.otel == ENDPOINT and _endpoint(context) is None:
        raise InputError("--otel endpoint needs OTEL_EXPORTER_OTLP_ENDPOINT, such as http://localhost:4318.")


def write_spans(arguments: argparse.Namespace, trace: Trace, context: Context) -> None:
    """Write or send the spans of a run, if that was asked for."""
    if not arguments.otel:
        return
    from core.export import send_spans, spans_text

    endpoint = _endpoint(context) if arguments.otel == ENDPOINT else None
    if endpoint is not None:
        sent = context.interrupts.run(send_spans(trace, endpoint))
        context.stderr.write(f"{sent} spans sent to {endpoint.host}\n")
    else:
        _write(spans_text(trace), arguments.otel, context)


def _endpoint(context: Context) -> "Endpoint | None":
    from core.export import endpoint_in

    return endpoint_in(context.settings.otel)


def _flavour_of(plan: Plan) -> str:
    provider = plan.options.model.partition(":")[0]
    return provider if provider in _FLAVOURS else _FLAVOURS[0]


def _as_json(script: "Script", form: str) -> dict[str, Any]:
    return {
        "file_name": script.file_name,
        "for": form,
        "packages": list(script.packages),
        "notes": list(script.notes),
        "text": script.text,
    }


def _write(text: str, name: str | None, context: Context) -> None:
    if name is None:
        context.write_file(text)
        return
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"The file {name!r} cannot be written: {error.strerror}.") from error
    context.stderr.write(f"Written: {name}\n")

"""What a visitor takes home: the workflow as one file and how to run it elsewhere, its diagram, and a run as files."""

import asyncio
import shlex
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from core.errors import InputError, PlaygroundError
from core.export import (
    FLAVOURS,
    Endpoint,
    Flavour,
    Script,
    can_draw,
    diagram_text,
    endpoint_in,
    export_script,
    send_spans,
    spans_text,
    steps_text,
    trace_text,
)
from core.models import PROVIDERS
from core.trace import Trace
from core.workflow import Workflow
from core.workflows import find_workflow
from pages.form import control_of, edited_values, form_draft, form_link, form_plan, from_widget, option_controls
from pages.session import Shown, playground, visitor
from pages.ui import lazy_expander, plain, show_text

HEIGHT = 480  # pixels
LONGEST_REQUEST = 2000


def show_source_code(workflow: Workflow) -> None:
    """Draw the file and the ways to repeat what the form says."""
    st.subheader("The code", anchor="code")
    st.caption(f"`core/workflows/{workflow.id.replace('-', '_')}.py`: this very file is what runs.")
    with st.container(key="code"):
        st.code(workflow.source, height=HEIGHT, line_numbers=True)
    with lazy_expander(
        "The same run from a terminal, from Python, or by a link", key="same-run", icon=":material/terminal:"
    ) as is_open:
        if is_open:
            _same_run(workflow)


def _same_run(workflow: Workflow) -> None:
    values, options = edits(workflow)
    request = form_draft(workflow)["request"]
    if len(request) > LONGEST_REQUEST:
        st.caption("The request is too long for a line; put it in a file and give - as the request.")
        request = "-"
    show_text(command_line(workflow.id, request, values, options), key="as-command", language="bash")
    show_text(python_call(workflow.id, request, values, options), key="as-python", language="python")
    address = form_link(workflow)
    show_text(address or "The form holds too much for a link.", key="as-link", language=None)


def edits(workflow: Workflow) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields and options that differ from default, as plain values."""
    fields, every = workflow.params.model_fields, option_controls()
    given, chosen = edited_values(workflow), form_draft(workflow)["options"]
    values = {name: from_widget(control_of(name, fields[name]), value) for name, value in given.items()}
    options = {name: from_widget(every[name], value) for name, value in chosen.items()}
    return values, options


def command_line(workflow_id: str, request: str, values: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """The run as a command."""
    words = ["python", "-m", "core", "run", workflow_id, request]
    for name, value in values.items():
        words += ["--set", f"{name}={value}"]
    for name, value in options.items():
        words += [f"--{name.replace('_', '-')}", ",".join(value) if isinstance(value, list) else str(value)]
    return shlex.join(words)


def python_call(workflow_id: str, request: str, values: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """The run as a call in a notebook."""
    keywords = {**values, **options}
    told = "".join(f", {name}={_literal(value)}" for name, value in keywords.items())
    return f"from core import run\n\noutcome = await run({workflow_id!r}, {request!r}{told})"


def _literal(value: Any) -> str:
    return repr(value.isoformat()) if hasattr(value, "isoformat") else repr(value)


NOT_HERE = "This run is no longer here."
NO_PICTURE = "This server can draw no SVG: it has neither Graphviz nor its WebAssembly build. Take Mermaid or DOT."
SENT = "take-home-sent"


def show_take_home(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
    """Draw the fold; nothing is made before it is opened."""
    st.fragment(_show)(workflow, run_id, shown)


def _show(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
    with lazy_expander("Take it home", key="take-home", icon=":material/download:") as is_open:
        if not is_open:
            return
        _script(workflow)
        ended = shown if shown is not None and not shown.live else None
        _diagrams(workflow, run_id if ended else "")
        if ended is not None:
            _run(workflow, run_id)


def _script(workflow: Workflow) -> None:
    st.markdown("**One Python file** with the form's prompts, thresholds and models; it needs nothing of this project")
    chosen = st.segmented_control(
        "For",
        FLAVOURS,
        key="take-home-flavour",
        format_func=_title,
        required=True,
        default=FLAVOURS[0],
    )
    try:
        made = export_script(form_plan(workflow), chosen or FLAVOURS[0])
    except InputError as error:
        st.warning(plain(str(error), 500), icon=":material/block:")
        return
    _explain(made)
    _button("Download the script", made.text.encode(), made.file_name, "text/x-python", "code")
    with st.container(height=HEIGHT, key="take-home-preview"):
        show_text(made.text, key="take-home-script", language="python")


def _title(flavour: Flavour) -> str:
    return PROVIDERS[flavour].script_title


def _explain(made: Script) -> None:
    for note in made.notes:
        st.caption(plain(note, 300))
    show_text(f"pip install {' '.join(made.packages)}", key="take-home-packages", language="bash")


def _diagrams(workflow: Workflow, run_id: str) -> None:
    st.markdown("**The diagram**" + (", with the way this run took" if run_id else ""))
    here = (workflow.id, run_id, visitor())
    with st.container(horizontal=True, gap="small"):
        _button("Mermaid", partial(diagram_file, "mermaid", *here), f"{workflow.id}.mmd", "text/plain", "account_tree")
        _button("DOT", partial(diagram_file, "dot", *here), f"{workflow.id}.dot", "text/vnd.graphviz", "account_tree")
        if can_draw():
            _button("SVG", partial(diagram_file, "svg", *here), f"{workflow.id}.svg", "image/svg+xml", "image")
        else:
            st.caption(NO_PICTURE)


def _run(workflow: Workflow, run_id: str) -> None:
    st.markdown("**This run**")
    here, name = (run_id, visitor()), f"{workflow.id}-run"
    with st.container(horizontal=True, gap="small"):
        _button("Trace (JSON)", partial(trace_file, *here), f"{name}-trace.json", "application/json", "data_object")
        _button("Steps (CSV)", partial(steps_file, *here), f"{name}-steps.csv", "text/csv", "table")
        _button("Spans (OTLP JSON)", partial(spans_file, *here), f"{name}-spans.json", "application/json", "timeline")
    _collector(run_id)


def _collector(run_id: str) -> None:
    """Draw the button that sends the spans, where OpenTelemetry's variables name a collector."""
    try:
        endpoint = endpoint_in(playground().settings.otel)
    except InputError as error:
        st.caption(plain(str(error), 300))
        return
    if endpoint is None:
        return
    label = f"Send the spans to {plain(endpoint.host, 100)}"
    st.button(label, key="take-home-send", icon=":material/send:", on_click=_send, args=(run_id, endpoint))
    said = st.session_state.pop(SENT, "")
    if said:
        st.caption(plain(said, 300))


def _send(run_id: str, endpoint: Endpoint) -> None:
    trace = _trace(run_id, visitor())
    try:
        sent = asyncio.run(send_spans(trace, endpoint)) if trace else 0
        st.session_state[SENT] = f"{sent} spans sent." if trace else NOT_HERE
    except PlaygroundError as error:
        st.session_state[SENT] = str(error)


def diagram_file(form: str, workflow_id: str, run_id: str, owner: str) -> bytes:
    """The diagram, with the way of a run of the owner's."""
    trace = _trace(run_id, owner) if run_id else None
    try:
        return diagram_text(find_workflow(workflow_id), form, trace).encode()
    except PlaygroundError as error:
        return str(error).encode()


def trace_file(run_id: str, owner: str) -> bytes:
    """The whole run."""
    trace = _trace(run_id, owner)
    return trace_text(trace, playground().events(run_id, owner)).encode() if trace else NOT_HERE.encode()


def steps_file(run_id: str, owner: str) -> bytes:
    """A row for each step."""
    trace = _trace(run_id, owner)
    return steps_text(trace).encode() if trace else NOT_HERE.encode()


def spans_file(run_id: str, owner: str) -> bytes:
    """The run as spans."""
    trace = _trace(run_id, owner)
    return spans_text(trace).encode() if trace else NOT_HERE.encode()


def _trace(run_id: str, owner: str) -> Trace | None:
    found = playground().find(run_id, owner)
    return found.trace if found else None


def _button(label: str, data: bytes | Callable[[], bytes], file: str, mime: str, icon: str) -> None:
    key: Any = f"take-home-{label.split()[0].lower()}"
    st.download_button(label, data, file, mime, key=key, on_click="ignore", icon=f":material/{icon}:")

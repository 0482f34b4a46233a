"""What changes while a run goes on: status, totals, diagram, timeline, streamed text, step table."""

from collections.abc import Collection

import streamlit as st

from core.diagram import dot, shape
from core.models import DEFAULT_MODEL
from core.text import shorten
from core.trace import Step, Trace
from core.workflow import Workflow
from pages.form import form_draft
from pages.run import folding
from pages.run.approval import show_questions
from pages.run.boards import draw_item_board, draw_task_board
from pages.run.folding import show_folding
from pages.run.outcome import status, totals
from pages.run.steps_table import pages, steps_table_html
from pages.run.timeline import LEGEND, step_label, timeline
from pages.session import Shown, playground, visitor
from pages.ui import Html, element, show

MOST_TEXTS = 4
SHOWN = 400  # characters of each: the end of what has come


def streaming(trace: Trace) -> Html | None:
    """The newest words of each running step that asks a model; None when there is none."""
    running = [step for step in trace.steps.values() if step.status == "running" and step.attempts]
    if not running:
        return None
    more = len(running) - MOST_TEXTS
    boxes = [_box(step) for step in running[:MOST_TEXTS]]
    if more > 0:
        boxes.append(element("div", f"and {more} more at the same time", cls="pw-soft"))
    return element("div", *boxes, cls="pw-texts")


def _box(step: Step) -> Html:
    text = step.attempts[-1].text
    said = text[-SHOWN:] if text else "waiting for the first token"
    words = element("span", said, cls="" if text else "pw-soft")
    return element("div", element("b", shorten(step_label(step), 60)), element("p", words))


FASTEST = 0.5  # seconds between two looks
LONGEST_ALT = 4000  # characters
EACH_RUN = 0.016  # seconds more for each run of all visitors, so that all looks together stay under 60 % of a core
EACH_STEP = 0.001  # seconds more for each step of this run, so that looking at it takes under 5 % of a core
SLOWEST = 5.0


def show_run(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
    """Draw the run, and keep looking while it goes on. Live or not, every part has the same place on the page."""
    every = _every(shown) if shown is not None and shown.live else None
    in_line = shown is not None and shown.place is not None
    st.fragment(_look, run_every=every)(workflow, run_id, every, in_line=in_line)


def interval(live_runs: int, steps: int = 0) -> float:
    """Seconds between two looks at a run of so many steps when so many runs are going on.

    Whole tenths, so that it seldom changes.
    """
    return round(max(FASTEST, live_runs * EACH_RUN, min(SLOWEST, steps * EACH_STEP)), 1)


def _every(shown: Shown) -> float:
    return interval(playground().engine.live_runs(), len(shown.trace.steps))


def _look(workflow: Workflow, run_id: str, every: float | None, *, in_line: bool = False) -> None:
    shown = playground().find(run_id, visitor()) if run_id else None
    begun = in_line and shown is not None and shown.place is None
    if every is not None and (shown is None or not shown.live or begun or _every(shown) > 1.5 * every):
        st.rerun()  # before anything is drawn: that it has ended shows on the whole page at once
    draw_run(workflow, run_id, shown)


def draw_run(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
    """Draw the run as it stands; None is a workflow that has not been run yet."""
    with st.container(key="status", gap="xsmall"):
        model = form_draft(workflow)["options"].get("model", DEFAULT_MODEL)
        show(status(shown, model))
    with st.container(key="totals"):
        show(totals(shown))
    if shown is not None and shown.place is not None:
        shown = None  # what is drawn below is of a run that has begun
    trace = shown.trace if shown else None
    with st.container(key="groups"):
        show_folding(workflow, trace)
    shut = folding.shut(workflow)
    with st.container(key="diagram"):
        size = "tall" if workflow.groups or (trace and any(step.group for step in trace.steps.values())) else "low"
        with st.container(key=f"diagram-{size}"):
            st.graphviz_chart(dot(workflow, trace, shut=shut), width="content", alt=described(workflow, trace, shut))
    with st.container(key="items"):
        if shown is not None:
            draw_item_board(shown.trace)
    with st.container(key="asking"):
        if shown is not None and shown.live and shown.mine and shown.status == "waiting":
            show_questions(run_id, shown.trace, shown.now)
            draw_task_board(shown.trace)
    with st.container(key="timeline", gap="xsmall"):
        _show_timeline(shown, shut)
    with st.container(key="streaming"):
        words = streaming(shown.trace) if shown is not None and shown.live else None
        if words is not None:
            show(words)
    with st.container(key="steps"):
        _show_steps(shown, shut)


def described(workflow: Workflow, trace: Trace | None, shut: Collection[str] = ()) -> str:
    """The diagram in words, for those who cannot see it."""
    drawn = shape(workflow, trace, shut=shut)
    names = {node.id: "/".join((*node.group, node.name)) for node in drawn.nodes}
    edges = "; ".join(
        f"{names[arrow.start]} to {names[arrow.end]}" + (f" ({arrow.label})" if arrow.label else "")
        for arrow in drawn.arrows
    )
    stands = f" The run is {trace.status}." if trace else ""
    return f"Diagram of {workflow.title}: {shorten(edges, LONGEST_ALT)}.{stands}"


def _show_timeline(shown: Shown | None, shut: Collection[str]) -> None:
    if shown is None:
        show(element("div", "Each call gets a bar here, on one time axis. Press Run to see it grow.", cls="pw-empty"))
        return
    show(timeline(shown.trace, shown.now, shut), LEGEND)


def _show_steps(shown: Shown | None, shut: Collection[str]) -> None:
    if shown is None:
        return
    last = pages(shown.trace, shut)
    show(steps_table_html(shown.trace, shown.now, _page(last), shut))


def _page(last: int) -> int:
    """The page of the step table that is looked at; who looks at the last one stays with the newest steps."""
    if last == 1:
        return 1
    chosen: int = st.session_state.get("steps-page") or last
    # A field of its own for every number of pages: one that lived on would keep what was the last page before.
    page = int(st.number_input(f"Page of {last}", 1, last, min(chosen, last), key=f"page-of-{last}", width=140))
    st.session_state["steps-page"] = page if page < last else None
    return page

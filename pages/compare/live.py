"""A comparison under way: its buttons, how far it is, and the run that is going on."""

import streamlit as st

from core.lab import Session, measured_strip
from core.models import is_simulated
from core.text import seconds
from pages.compare.comparison import ask
from pages.compare.timelines import strips_html
from pages.run import in_line, interval
from pages.session import playground
from pages.ui import Html, element, plain, show

LOOKS = {"running": "running", "completed": "completed", "stopped": "cancelled", "broken off": "failed"}


def buttons(session: Session | None, refused: str, *, ready: bool) -> None:
    """Draw Start and Stop; `refused` says why what was asked for did not start."""
    live = session is not None and session.live
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Measuring" if live else "Start",
            key="compare-start",
            type="primary",
            icon=":material/hourglass_top:" if live else ":material/timer:",
            disabled=live or not ready,
            width="stretch",
            on_click=ask,
            args=("start",),
        )
        st.button("Stop", key="compare-stop", icon=":material/stop:", disabled=not live, on_click=ask, args=("stop",))
    if refused:
        st.error(plain(refused, 1000), icon=":material/error:")


def show_empty() -> None:
    """What is there before the first comparison."""
    words = "Two timelines on one axis, a table and the speed-up by concurrency appear here. Press Start."
    show(element("div", words, cls="pw-empty"))


def show_progress(session: Session) -> None:
    """How far it is; while it goes on, looked at again and again. The page is drawn anew when a run has ended."""
    if not session.live:
        _draw(session)
        return
    every = interval(playground().engine.live_runs())
    st.fragment(_look, run_every=every)(session.id, len(session.runs))


def _look(session_id: str, drawn: int) -> None:
    from pages.compare.comparison import in_link

    session = in_link()
    if session is None or session.id != session_id or not session.live or len(session.runs) != drawn:
        st.rerun()
    _draw(session)


def _draw(session: Session) -> None:
    done, planned = len(session.runs), session.planned
    with st.container(key="compare-status", gap="xsmall"):
        show(_status(session))
        if session.live:
            st.progress(min(1.0, done / planned), text=f"{done} of {planned} runs")
        if session.trouble:
            st.error(plain(session.trouble, 500), icon=":material/error:")
    current = session.current
    if current is None:
        return
    mode, repeat, run = current
    heading = f"{mode.name}, run {repeat + 1} of {session.comparison.repeats}"
    place = playground().engine.place(run)
    if place is not None:
        st.caption(f"The next run is {in_line(place)}")
    with st.container(key="compare-now"):
        show(strips_html([measured_strip(heading, run.trace(), run.now())]))


def _status(session: Session) -> Html:
    plan = session.comparison.plan
    simulated = element("span", "simulated", cls="pw-tag") if is_simulated(plan.options.model) else ""
    said = f"{session.state}: {session.counted} of {session.planned} runs measured"
    if session.state == "stopped":
        said += ", and these stay"
    spent = sum(one.totals.wall_s for one in session.runs)
    return element(
        "div",
        element("span", said, cls=f"pw-badge pw-{LOOKS[session.state]}", role="status"),
        element("span", f"{plan.workflow.title} · {plan.options.model} · {seconds(spent)} of runs", cls="pw-soft"),
        simulated,
        cls="pw-strip",
    )

"""What people should know of how runs are kept, and what the history knows of the run on the page."""

import streamlit as st

from core.errors import InputError
from core.history import RunRow
from core.text import shorten
from core.workflow import Workflow
from pages.form import form_draft, preset_of_trace, put_into_form
from pages.session import Shown, playground, visitor
from pages.ui import Html, element, plain, show

NEARLY_FULL = 0.9


def show_history_notice() -> None:
    """Draw the history's notice, if there is one; what stands below keeps its place."""
    with st.container():
        if notice := playground().history.notice:
            st.warning(plain(notice, 600), icon=":material/save:")


def show_room_left() -> None:
    """Say how full the history is, once there is not much room left."""
    with st.container():
        history = playground().history
        runs, _ = history.kept(visitor())
        if runs >= NEARLY_FULL * history.most_runs:
            kept = f"{runs:,} of your runs are kept, at most {history.most_runs:,}."
            st.caption(f"{kept} The oldest without a star make room for new ones: star or save what should stay.")


TROUBLE = "settings-trouble"
IMPORTED = "imported from a file; nobody here has run it"
LONGEST_ASKED = 160  # characters: about a line
SHARED = "shared with you: you can read it, and run its settings yourself"


def show_marks(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
    """Draw the marks, if there are any; what stands below keeps its place."""
    row = playground().history.run(run_id, visitor()) if shown is not None else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="marks"):
        if row is None or shown is None:
            return
        other = _asked_something_else(workflow, shown)
        if marks := _marks(row) + (_asked(shown) if other else []):
            show(element("div", *marks, cls="pw-strip"))
        if other or row.imported or not row.mine:
            st.button(
                "Put its settings into the form",
                key="take-settings",
                icon=":material/input:",
                type="tertiary",
                help="Request, prompts, values and models of this run, in place of yours. It can be undone.",
                on_click=_take,
                args=(shown,),
            )
        if trouble := st.session_state.pop(TROUBLE, ""):
            st.error(plain(trouble, 500), icon=":material/error:")


def _asked_something_else(workflow: Workflow, shown: Shown) -> bool:
    asked, mine = shown.trace.request.strip(), str(form_draft(workflow)["request"]).strip()
    return bool(asked) and asked != mine  # a run that has just been started has not logged its request yet


def _asked(shown: Shown) -> list[Html]:
    """The run's own request, since another one stands in the form beside it."""
    return [element("span", f"This run was asked: “{shorten(shown.trace.request, LONGEST_ASKED)}”")]


def _marks(row: RunRow) -> list[Html]:
    marks = [element("b", f"{'★ ' if row.starred else ''}{row.name}")] if row.name or row.starred else []
    told = (("imported", IMPORTED, row.imported), ("shared", SHARED, not row.mine))
    for word, about, so in told:
        if so:
            marks += [element("span", word, cls="pw-tag"), element("span", about, cls="pw-soft")]
    return marks


def _take(shown: Shown) -> None:
    try:
        put_into_form(preset_of_trace(shown.trace).plan())
    except InputError as error:
        st.session_state[TROUBLE] = str(error)

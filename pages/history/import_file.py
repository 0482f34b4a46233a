"""Taking in a file: its run into this visitor's history, or its settings into the form."""

import streamlit as st

from core.errors import InputError
from core.runtime import new_run_id
from core.sharing import Shared, read
from pages.form import put_into_form
from pages.session import playground, visitor
from pages.ui import RUN_PAGE, plain

FILE, TROUBLE, ARRIVED = "import-file", "import-trouble", "import-arrived"
MOST_MEGABYTES = 5
ABOUT = (
    "A file that was saved with “Share” here or on another computer. It is read as data and checked in full; nothing "
    "in it is run."
)
NOT_STORED = "The run in this file could not be kept, because the history is not written at the moment. Try it again."
FULL = (
    "No more than {:,} of your runs can be imported ones. Delete one, remove it for good under “Deleted”, and import "
    "this file again."
)


def show() -> None:
    """Draw the field for a file; go to what was in it."""
    arrived = st.session_state.pop(ARRIVED, None)
    if arrived is not None:
        st.switch_page(RUN_PAGE.script, query_params=arrived)
    with st.popover("Import", icon=":material/upload:", key="import"):
        st.caption(ABOUT)
        st.file_uploader(
            "Run or settings", type="json", key=FILE, max_upload_size=MOST_MEGABYTES, on_change=_take, width=380
        )
        if trouble := st.session_state.get(TROUBLE):
            st.error(plain(trouble, 500), icon=":material/error:")


def take(data: bytes) -> dict[str, str]:
    """Take the file in; the address of what was in it. Raises InputError that says why not."""
    run_id = new_run_id()
    shared = read(data, run_id)
    if not shared.events:
        put_into_form(shared.plan)
        return {"workflow": shared.plan.workflow.id}
    _keep(shared, run_id)
    return {"workflow": shared.plan.workflow.id, "run": run_id}


def _keep(shared: Shared, run_id: str) -> None:
    history = playground().history
    if history.kept(visitor())[1] >= history.most_imported:
        raise InputError(FULL.format(history.most_imported))
    if not history.take_in(run_id, visitor(), shared.events):
        raise InputError(NOT_STORED)
    if shared.name:
        history.rename(run_id, visitor(), shared.name)


def _take() -> None:
    st.session_state.pop(TROUBLE, None)
    file = st.session_state.get(FILE)
    if file is None:
        return
    try:
        st.session_state[ARRIVED] = take(file.getvalue())
    except InputError as error:
        st.session_state[TROUBLE] = str(error)

"""What comes in and goes out as a file or a link: runs, and the form's settings."""

from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from core.errors import InputError
from core.runtime import new_run_id
from core.sharing import Preset, Shared, preset_of, read, write
from core.workflow import Workflow
from pages.form import form_plan, preset_link, preset_of_trace, put_into_form, run_link
from pages.session import Shown, known_secrets, playground, visitor
from pages.ui import RUN_PAGE, listening, plain, widget_default

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


def show_import() -> None:
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


def take_in_file(data: bytes) -> dict[str, str]:
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
        st.session_state[ARRIVED] = take_in_file(file.getvalue())
    except InputError as error:
        st.session_state[TROUBLE] = str(error)


NOT_KEPT = "This run is not kept, so that no link can open it. Its file holds all of it."
LINK_HEIGHT = 82  # pixels: three lines; it is copied rather than read
ABOUT_LINK = "Everybody who reaches this server and has the link can read the request, the prompts and the replies."


def show_share(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
    """Draw the button; what it offers is made when it is opened."""
    st.fragment(_show)(workflow, run_id, shown)


def _show(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
    popover = st.popover("Share", icon=":material/ios_share:", key="share", on_change="rerun", width="content")
    if not popover.open:
        return
    with popover:
        _settings(workflow)
        if shown is not None:
            st.divider()
            _run(workflow, run_id, shown)


def _settings(workflow: Workflow) -> None:
    st.markdown("**These settings**: request, prompts, values, models")
    try:
        plan = form_plan(workflow)
    except InputError as error:
        st.error(plain(str(error), 500), icon=":material/error:")
        return
    try:
        _show_address(preset_link(plan), "preset-link")
    except InputError as error:
        st.caption(plain(str(error), 300))
    _download("Settings as a file", preset_of(plan), f"{workflow.id}-settings.json", "share-settings")


def _run(workflow: Workflow, run_id: str, shown: Shown) -> None:
    st.markdown("**This run**: all of it, with its settings")
    row = playground().history.run(run_id, visitor())
    name = row.name if row else ""
    _download("Run as a file", preset_of_trace(shown.trace), f"{workflow.id}-run.json", "share-run", run_id, name)
    if row is None:
        st.caption(NOT_KEPT)
    elif row.mine:
        with listening("share"):
            shared = widget_default("share-link", row.shared, partial(_share, run_id))
            st.toggle("Others may read it by its link", help=ABOUT_LINK, **shared)
        if row.shared:
            address = run_link(workflow, run_id)
            _show_address(address, "run-link")


def _share(run_id: str, shared: bool) -> None:
    playground().history.share(run_id, visitor(), shared)


def _download(label: str, preset: Preset, file: str, key: str, run_id: str = "", name: str = "") -> None:
    events = playground().events(run_id, visitor()) if run_id else []
    try:
        data = write(preset, events, name, known_secrets())
    except InputError as error:
        st.caption(plain(str(error), 300))
        return
    st.download_button(label, data, file, "application/json", key=key, on_click="ignore", icon=":material/download:")
    st.caption(f"{len(data):,} bytes, no keys. “Import” on the History page reads it.")


def _show_address(path: str, key: str) -> None:
    """Draw the address with this server's name in front, as the browser knows it, with a button to copy it."""
    here = urlsplit(st.context.url or "")
    with st.container(key=key):
        st.code(f"{here.scheme}://{here.netloc}{path}", language=None, wrap_lines=True, height=LINK_HEIGHT)

"""What leaves the page: the form's settings as a link or a file, a run as a file, and a run's link for others."""

from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from core.errors import InputError
from core.sharing import Preset, preset_of, write
from core.workflow import Workflow
from pages.form import form_plan, preset_link, preset_of_trace, run_link
from pages.session import Shown, known_secrets, playground, visitor
from pages.ui import listening, plain, widget_default

NOT_KEPT = "This run is not kept, so that no link can open it. Its file holds all of it."
LINK_HEIGHT = 82  # pixels: three lines; it is copied rather than read
ABOUT_LINK = "Everybody who reaches this server and has the link can read the request, the prompts and the replies."


def show(workflow: Workflow, run_id: str, shown: Shown | None) -> None:
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

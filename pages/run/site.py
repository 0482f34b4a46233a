"""The visitor's small website as it stands: each file's versions, their differences, and a preview that is shut off."""

import streamlit as st

from core.samples.bundled import WEBSITE_SPACE, website
from core.workflow import KeptFiles
from pages.form import show_versions
from pages.session import PREVIEW_PREFIX, playground, visitor
from pages.ui import plain

HEIGHT = 420
NOT_KEPT = "Nothing was changed: the history cannot be written at the moment. Its page says why."


def site_of(owner: str) -> KeptFiles:
    """The owner's site with all its versions."""
    first = {file.name: file.text for file in website()}
    return KeptFiles(WEBSITE_SPACE, first, playground().history.files(owner, WEBSITE_SPACE))


def read_site(token: str, name: str) -> str | None:
    """A file of the site that a preview's token shows."""
    owner = playground().previews.owner(token)
    if owner is None:
        return None
    files = site_of(owner)
    return files.text(name) if name in files.names else None


def show_site(*, live: bool) -> None:
    """Draw the site as it is before, between and after runs."""
    files = site_of(visitor())
    st.subheader("The site now", anchor=False)
    st.caption(
        "What the agents write is kept for you and is where the next request begins. Begin a request with @ and a "
        "file's name to talk to its agent."
    )
    with st.container(key="site"):
        preview, versions = st.tabs(["Preview", "Files and versions"])
        with preview:
            _preview(files)
        with versions:
            _file(files, live=live)


def _preview(files: KeptFiles) -> None:
    address = f"{PREVIEW_PREFIX}/{playground().previews.token(visitor())}/index.html?v={_versions(files)}"
    st.iframe(address, height=HEIGHT, alt="The site as it is now")
    st.caption("The frame is shut off: scripts of the site do not run in it, and it fetches nothing from elsewhere.")


def _file(files: KeptFiles, *, live: bool) -> None:
    name = st.segmented_control(
        "File",
        files.names,
        default=_last_changed(files),
        key=f"site-file-{_versions(files)}",  # new with each version: what the browser sent before would win otherwise
        required=True,
        label_visibility="collapsed",
    )
    show_versions(files, str(name), key="site")
    _way_back(files, str(name), live=live)


def _versions(files: KeptFiles) -> int:
    return sum(len(files.versions(name)) for name in files.names)


def _last_changed(files: KeptFiles) -> str:
    return max(files.names, key=lambda name: (files.versions(name)[-1].at, name == "index.html"))


def _way_back(files: KeptFiles, name: str, *, live: bool) -> None:
    made = files.versions(name)
    with st.container(horizontal=True):
        back = st.button(
            "Undo the last change of this file",
            key="site-undo",
            icon=":material/undo:",
            disabled=live or len(made) < 2,
        )
        anew = st.button(
            "Start over from the sample",
            key="site-anew",
            icon=":material/restart_alt:",
            disabled=live or not any(_changed(files, name) for name in files.names),
        )
    if back:
        _keep(name, made[-2].text, f"Back to version {made[-2].version}")
    if anew:
        for name in [name for name in files.names if _changed(files, name)]:
            _keep(name, files.versions(name)[0].text, "Back to the sample", rerun=False)
        st.rerun()


def _changed(files: KeptFiles, name: str) -> bool:
    return files.text(name) != files.versions(name)[0].text


def _keep(name: str, text: str, request: str, *, rerun: bool = True) -> None:
    if not playground().history.keep_file(visitor(), WEBSITE_SPACE, name, text, request=request):
        st.error(plain(NOT_KEPT))
    elif rerun:
        st.rerun()

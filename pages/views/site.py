"""The visitor's small website as it stands: each file's versions, their differences, and a preview that is shut off."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from core.bundled import website
from core.kept_files import FileVersion, KeptFiles, changed_lines
from core.text import shorten, visible
from core.workflows.website_agents import SPACE
from pages.server.site_preview import PREFIX
from pages.views.playground import playground, visitor
from pages.views.untrusted import plain, show_text

HEIGHT = 420
LONGEST_REASON = 200
NOT_KEPT = "Nothing was changed: the history cannot be written at the moment. Its page says why."


def site_of(owner: str) -> KeptFiles:
    """The owner's site with all its versions."""
    first = {file.name: file.text for file in website()}
    return KeptFiles(SPACE, first, playground().history.files(owner, SPACE))


def read_site(token: str, name: str) -> str | None:
    """A file of the site that a preview's token shows."""
    owner = playground().previews.owner(token)
    if owner is None:
        return None
    files = site_of(owner)
    return files.text(name) if name in files.names else None


def show(*, live: bool) -> None:
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
    newest = sum(len(files.versions(name)) for name in files.names)
    address = f"{PREFIX}/{playground().previews.token(visitor())}/index.html?v={newest}"
    st.iframe(address, height=HEIGHT, alt="The site as it is now")
    st.caption("The frame is shut off: scripts of the site do not run in it, and it fetches nothing from elsewhere.")


def _file(files: KeptFiles, *, live: bool) -> None:
    seen = sum(len(files.versions(one)) for one in files.names)
    if st.session_state.get("site-seen") != seen or "site-file" not in st.session_state:
        st.session_state["site-seen"] = seen
        st.session_state["site-file"] = _last_changed(files)
    name = st.segmented_control("File", files.names, key="site-file", required=True, label_visibility="collapsed")
    made = files.versions(str(name))
    st.dataframe([_row(one) for one in reversed(made)], hide_index=True)
    _compare(str(name), made)
    _way_back(files, str(name), live=live)


def _last_changed(files: KeptFiles) -> str:
    return max(files.names, key=lambda name: (files.versions(name)[-1].at, name == "index.html"))


def _row(one: FileVersion) -> dict[str, str | int]:
    return {
        "version": one.version,
        "by": visible(one.by),
        "request": shorten(visible(one.request), LONGEST_REASON),
        "when": _when(one.at),
    }


def _when(at: str) -> str:
    try:
        return datetime.fromisoformat(at).strftime("%Y-%m-%d %H:%M UTC")
    except ValueError:
        return ""


def _compare(name: str, made: Sequence[FileVersion]) -> None:
    numbers = [one.version for one in made]
    by_number = {one.version: one for one in made}
    left, right = st.columns(2)
    old = left.selectbox("Compare version", numbers, index=max(0, len(numbers) - 2), key=f"site-old-{name}-{len(made)}")
    new = right.selectbox("with version", numbers, index=len(numbers) - 1, key=f"site-new-{name}-{len(made)}")
    difference = changed_lines(by_number[old].text, by_number[new].text, name)
    if difference:
        show_text(difference, key=f"site-diff-{name}", language="diff")
    else:
        st.caption("The two are equal." if old != new else "There is one version to look at.")
    with st.expander(f"All of version {new}"):
        show_text(by_number[new].text, key=f"site-text-{name}", language=name.rpartition(".")[2])


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
            disabled=live or not any(_changed(files, one) for one in files.names),
        )
    if back:
        _keep(name, made[-2].text, f"Back to version {made[-2].version}")
    if anew:
        for one in [one for one in files.names if _changed(files, one)]:
            _keep(one, files.versions(one)[0].text, "Back to the sample", rerun=False)
        st.rerun()


def _changed(files: KeptFiles, name: str) -> bool:
    return files.text(name) != files.versions(name)[0].text


def _keep(name: str, text: str, request: str, *, rerun: bool = True) -> None:
    if not playground().history.keep_file(visitor(), SPACE, name, text, request=request):
        st.error(plain(NOT_KEPT))
    elif rerun:
        st.rerun()

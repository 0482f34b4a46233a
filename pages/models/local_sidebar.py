"""The sidebar's models inside the process: the small one by a button, any GGUF file by path or from Hugging Face."""

import streamlit as st

from core.errors import PlaygroundError
from core.models import Access
from core.providers.local import SMALL, find, installed, models_folder, small_model
from pages.session import playground
from pages.ui import lazy_expander, plain

PATH, REPO, FILE = "gguf-path", "gguf-repo", "gguf-file"
OWN, PROBLEM = "own-models", "gguf-problem"


def names(access: Access) -> list[str]:
    """The local models that can be chosen in this session."""
    way = access.open.get("local")
    if way is None or way.home is None:
        return []
    here = [f"local:{model.name}" for model in installed(models_folder(way.home))]
    own: list[str] = st.session_state.get(OWN, [])
    return [*here, *(name for name in own if name not in here)]


def show(access: Access) -> None:
    """Draw it; nothing where this server runs no models of its own."""
    if "local" not in access.open:
        return
    fields = (PATH, REPO, FILE)
    with lazy_expander("Inside the process", key="local", icon=":material/memory:", fields=fields) as is_open:
        if is_open:
            _choices()


def _choices() -> None:
    fetch = playground().fetch
    if small_model() is None:
        st.button("Get the small model", key="get-small", disabled=bool(fetch.going_on), on_click=fetch.get_small)
        st.caption("98 MB, 135 million parameters: shows that everything works; do not expect wits.")
    else:
        st.caption(f"Choose `local:{SMALL}` for the small model.")
    st.text_input("Path of a GGUF file", key=PATH, placeholder="/models/qwen3-4b.gguf", on_change=_take_path)
    st.text_input("Hugging Face repository", key=REPO, placeholder="owner/name")
    st.text_input("File in it", key=FILE, placeholder="model-Q4_K_M.gguf")
    st.button("Download", key="gguf-download", disabled=bool(fetch.going_on), on_click=_download)
    if st.session_state.get(PROBLEM):
        st.error(plain(st.session_state[PROBLEM], 500), icon=":material/error:")
    st.fragment(_progress, run_every=1.0 if fetch.going_on else None)()


def _progress() -> None:
    fetch = playground().fetch
    was_going_on = st.session_state.get("fetching", False)
    st.session_state["fetching"] = bool(fetch.going_on)
    if fetch.going_on:
        st.progress(fetch.share or 0.0, text=plain(f"{fetch.going_on}: {fetch.said}", 200))
    elif fetch.problem:
        st.error(plain(fetch.problem, 500), icon=":material/error:")
    elif fetch.said:
        st.caption(plain(fetch.said, 200))
    if was_going_on and not fetch.going_on:
        st.rerun()


def _take_path() -> None:
    text = str(st.session_state[PATH]).strip()
    st.session_state[PROBLEM] = ""
    if not text:
        return
    try:
        find(text, models_folder(playground().settings.home))
    except PlaygroundError as error:
        st.session_state[PROBLEM] = str(error)
        return
    own: list[str] = st.session_state.get(OWN, [])
    st.session_state[OWN] = [*own, f"local:{text}"][-10:]


def _download() -> None:
    playground().fetch.get(str(st.session_state[REPO]).strip(), str(st.session_state[FILE]).strip())

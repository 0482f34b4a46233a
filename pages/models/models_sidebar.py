"""The sidebar's models: what is available and why the rest is not, keys, a base URL, a test of the connection.

Models inside the process are got there as well: the small one by a button, any GGUF file by path or from Hugging Face.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import streamlit as st

from core.errors import PlaygroundError
from core.models import COMPATIBLE, LOCAL, PROVIDERS, Access
from core.providers import Key
from core.providers.local import SMALL, find_model_file, models_folder, small_model
from core.runtime import Trial, try_model
from core.text import seconds, tokens
from pages.models.offered_models import TYPED_MODELS, local_model_names, model_label, model_names
from pages.session import (
    URL_WIDGET,
    access,
    entry_problem,
    forget_entries,
    key_widget,
    playground,
    take_base_url,
    take_key,
    typed_entries,
    written_url,
)
from pages.ui import lazy_expander, listening, plain, widget_default

WHOSE: Mapping[str, str] = MappingProxyType(
    {"nobody": "needs no key", "server": "with this server's key", "visitor": "with what you typed"}
)
ABOUT_KEYS = (
    "A key you type stays in this session's memory: it is not saved, shown again, put into a link or an export. "
    "It is dropped when the session ends, or here:"
)
TRIED = "trial"
PATH, REPO, FILE = "gguf-path", "gguf-repo", "gguf-file"
PROBLEM = "gguf-problem"


def show_models_sidebar() -> None:
    """Draw it, beside whatever page is shown."""
    with st.sidebar:
        st.subheader("Models and keys", anchor=False)
        granted = access()
        _providers(granted)
        with lazy_expander("Keys", key="keys", icon=":material/key:") as is_open:
            if is_open:
                with listening("keys"):
                    _keys()
        with lazy_expander("A compatible server", key="compatible", icon=":material/dns:") as is_open:
            if is_open:
                with listening("compatible"):
                    _compatible()
        _local(granted)
        if entry_problem():
            st.error(plain(entry_problem(), 500), icon=":material/error:")
        _test(granted)


def _providers(access: Access) -> None:
    for provider, spec in access.providers.items():
        route = access.open.get(provider)
        if route is None:
            st.caption(f":material/block: **{spec.label}**: {plain(access.closed.get(provider, ''), 300)}")
        else:
            where = f", at {plain(route.base_url, 200)}" if route.base_url and route.whose == "visitor" else ""
            st.caption(f":material/check_circle: **{spec.label}**: {WHOSE[route.whose]}{where}")


def _keys() -> None:
    typed = typed_entries()
    for provider, spec in PROVIDERS.items():
        if spec.key_kind is not None:
            _key(provider, f"{spec.label} key", typed.keys.get(provider))
    st.caption(ABOUT_KEYS)
    st.button("Forget keys", key="forget-keys", icon=":material/delete:", on_click=forget_entries, width="stretch")


def _key(field: str, label: str, kept: Key | None) -> None:
    st.text_input(
        label,
        type="password",
        autocomplete="off",
        placeholder=f"{kept} in use" if kept else "Paste it and press Enter",
        **widget_default(key_widget(field), "", partial(take_key, field)),
    )


def _compatible() -> None:
    if playground().settings.public and not playground().settings.allowed_base_urls:
        st.caption("Base URLs of visitors are switched off on this public server.")
        return
    typed = typed_entries()
    named = " and ".join(f"{provider}:…" for provider, spec in PROVIDERS.items() if spec.base_url)
    st.text_input(
        "Base URL",
        placeholder="http://localhost:11434/v1",
        help=f"Ollama, vLLM, LM Studio, llama.cpp and others. Models named {named} are then asked there.",
        **widget_default(URL_WIDGET, written_url(), take_base_url),
    )
    _key(COMPATIBLE, "Key of that server, if it wants one", typed.keys.get(COMPATIBLE))


def _test(access: Access) -> None:
    model = st.selectbox(
        "Model to test",
        model_names(mine=local_model_names(access)),
        key="test-model",
        accept_new_options=True,
        format_func=partial(model_label, access=access),
    )
    if st.button("Test connection", key="test-connection", icon=":material/network_check:", width="stretch"):
        with st.spinner("One tiny call …"):
            st.session_state[TRIED] = asyncio.run(try_model(str(model), access))
    _tried(st.session_state.get(TRIED))


def _tried(trial: Trial | None) -> None:
    if trial is None:
        return
    if trial.problem:
        st.error(plain(trial.problem, 500), icon=":material/error:")
        return
    assert trial.usage is not None
    sent = tokens(trial.usage.input_tokens, estimated=trial.usage.estimated)
    answer = f"{trial.model} answered in {seconds(trial.seconds)}: {sent} → {tokens(trial.usage.output_tokens)} tokens."
    st.success(plain(answer, 300), icon=":material/check:")


def _local(access: Access) -> None:
    """The models inside the process; nothing where this server runs no models of its own."""
    if LOCAL not in access.open:
        return
    fields = (PATH, REPO, FILE)
    with lazy_expander(access.providers[LOCAL].label, key=LOCAL, icon=":material/memory:", fields=fields) as is_open:
        if is_open:
            _local_choices()


def _local_choices() -> None:
    fetch = playground().fetch
    if small_model() is None:
        st.button("Get the small model", key="get-small", disabled=bool(fetch.going_on), on_click=fetch.get_small)
        st.caption("98 MB, 135 million parameters: shows that everything works; do not expect wits.")
    else:
        st.caption(f"Choose `{LOCAL}:{SMALL}` for the small model.")
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
        st.progress(fetch.share or 0.0, text=plain(f"{fetch.going_on}: {fetch.message}", 200))
    elif fetch.problem:
        st.error(plain(fetch.problem, 500), icon=":material/error:")
    elif fetch.message:
        st.caption(plain(fetch.message, 200))
    if was_going_on and not fetch.going_on:
        st.rerun()


def _take_path() -> None:
    text = str(st.session_state[PATH]).strip()
    st.session_state[PROBLEM] = ""
    if not text:
        return
    try:
        find_model_file(text, models_folder(playground().settings.home))
    except PlaygroundError as error:
        st.session_state[PROBLEM] = str(error)
        return
    typed: list[str] = st.session_state.get(TYPED_MODELS, [])
    st.session_state[TYPED_MODELS] = [*typed, f"{LOCAL}:{text}"][-10:]


def _download() -> None:
    playground().fetch.get(str(st.session_state[REPO]).strip(), str(st.session_state[FILE]).strip())

"""The sidebar's models: what is available and why the rest is not, keys, a base URL, and a test of the connection."""

import asyncio
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

import streamlit as st

from core.models import PROVIDERS, Access
from core.providers import Key
from core.runtime import Trial, try_model
from core.text import seconds, tokens
from pages.models import local_sidebar
from pages.models.models import model_names, short_name
from pages.session import (
    URL_WIDGET,
    KeyField,
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

NAMES: Mapping[str, str] = MappingProxyType(
    {"simulated": "Simulated", "openai": "OpenAI", "gemini": "Gemini", "local": "Inside the process"}
)
WHOSE: Mapping[str, str] = MappingProxyType(
    {"nobody": "needs no key", "server": "with this server's key", "visitor": "with what you typed"}
)
ABOUT_KEYS = (
    "A key you type stays in this session's memory: it is not saved, shown again, put into a link or an export. "
    "It is dropped when the session ends, or here:"
)
TRIED = "trial"


def show() -> None:
    """Draw it."""
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
        local_sidebar.show(granted)
        if entry_problem():
            st.error(plain(entry_problem(), 500), icon=":material/error:")
        _test(granted)


def _providers(access: Access) -> None:
    for provider in PROVIDERS:
        way = access.open.get(provider)
        if way is None:
            st.caption(f":material/block: **{NAMES[provider]}**: {plain(access.closed.get(provider, ''), 300)}")
        else:
            where = f", at {plain(way.base_url, 200)}" if way.base_url and way.whose == "visitor" else ""
            st.caption(f":material/check_circle: **{NAMES[provider]}**: {WHOSE[way.whose]}{where}")


def _keys() -> None:
    typed = typed_entries()
    _key("openai", "OpenAI key", typed.openai)
    _key("gemini", "Gemini key", typed.gemini)
    st.caption(ABOUT_KEYS)
    st.button("Forget keys", key="forget-keys", icon=":material/delete:", on_click=forget_entries, width="stretch")


def _key(field: KeyField, label: str, kept: Key | None) -> None:
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
    st.text_input(
        "Base URL",
        placeholder="http://localhost:11434/v1",
        help="Ollama, vLLM, LM Studio, llama.cpp and others. Models named openai:… are then asked there.",
        **widget_default(URL_WIDGET, written_url(), take_base_url),
    )
    _key("compatible", "Key of that server, if it wants one", typed.compatible)


def _test(access: Access) -> None:
    model = st.selectbox(
        "Model to test",
        model_names(mine=local_sidebar.names(access)),
        key="test-model",
        accept_new_options=True,
        format_func=partial(short_name, access=access),
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
    said = f"{trial.model} answered in {seconds(trial.seconds)}: {sent} → {tokens(trial.usage.output_tokens)} tokens."
    st.success(plain(said, 300), icon=":material/check:")

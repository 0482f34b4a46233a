"""What this session has typed in: keys and a base URL, put into the vault and never into session state.

Session state holds the random name under which the vault knows the session. A key stands in its widget from the browser
to the callback that takes it, which empties the widget.
"""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from core.errors import PlaygroundError
from core.models import Access, Typed, allowed_base_url, grant
from core.providers import read_key
from core.runtime import Plan, Run
from pages.session.key_vault import KeyVault
from pages.session.playground import Playground, playground
from pages.session.visitor import new_visitor

Field = Literal["openai", "gemini", "compatible"]
SESSION = "session-name"
PROBLEM = "models-problem"
URL_WIDGET, WRITTEN_URL = "base-url", "written-base-url"


@dataclass(frozen=True, slots=True)
class _Presence:
    """Lives as long as the session."""

    vault: KeyVault
    session: str

    def end(self) -> None:
        self.vault.forget(self.session)


def _ended(presence: _Presence) -> None:
    presence.end()


@st.cache_resource(scope="session", on_release=_ended, show_spinner=False)
def _presence(_vault: KeyVault, session: str) -> _Presence:
    return _Presence(_vault, session)


def session_name() -> str:
    """The random name of this session; what it typed is dropped when it ends."""
    name: str = st.session_state.setdefault(SESSION, new_visitor())
    return _presence(playground().vault, name).session


def typed() -> Typed:
    """What this session has typed."""
    return playground().vault.typed(session_name())


def access() -> Access:
    """What runs of this session may use."""
    return grant(playground().settings, typed())


@dataclass(frozen=True, slots=True)
class SessionStarter:
    """Starts runs with what the session has typed at that moment; holds no key itself."""

    playground: Playground
    session: str

    def start(self, plan: Plan, owner: str = "") -> Run:
        """Start a run."""
        return self.playground.start(plan, owner, self.session)

    def stop(self, run_id: str) -> None:
        """Stop a run."""
        self.playground.engine.stop(run_id)


def starter() -> SessionStarter:
    """What starts this session's runs later, without the page."""
    return SessionStarter(playground(), session_name())


def widget_of(field: Field) -> str:
    """The key of a field's widget."""
    return f"key-{field}"


def take_key(field: Field, text: str) -> None:
    """A key was entered: into the vault with it, and out of the widget."""
    st.session_state[widget_of(field)] = ""
    _note("")
    if not text:
        return
    try:
        playground().vault.put(session_name(), **{field: read_key(text.strip(), field)})
    except PlaygroundError as error:
        _note(str(error))


def written_url() -> str:
    """The base URL as it was entered, also one that was refused."""
    return str(st.session_state.get(WRITTEN_URL, typed().base_url or ""))


def take_base_url(text: str) -> None:
    """A base URL was entered or emptied."""
    st.session_state[WRITTEN_URL] = text
    text = text.strip()
    _note("")
    try:
        url = allowed_base_url(text, playground().settings) if text else None
        changed = {} if url == typed().base_url else {"compatible": None}  # that key was meant for the other server
        playground().vault.put(session_name(), base_url=url, **changed)
    except PlaygroundError as error:
        _note(str(error))


def forget() -> None:
    """Forget all that was typed."""
    playground().vault.forget(session_name())
    st.session_state[WRITTEN_URL] = ""
    _note("")


def secrets() -> list[str]:
    """The server's keys and those of this session, to be blotted out of what leaves; not to be kept or shown."""
    mine = typed()
    keys = [key.reveal() for key in (mine.openai, mine.gemini, mine.compatible) if key is not None]
    return [*playground().settings.secrets, *keys]


def problem() -> str:
    """What was wrong with the last entry."""
    return str(st.session_state.get(PROBLEM, ""))


def _note(sentence: str) -> None:
    st.session_state[PROBLEM] = sentence

"""What this session has typed in: keys and a base URL, put into the vault and never into session state.

Session state holds the random name under which the vault knows the session. A key stands in its widget from the browser
to the callback that takes it, which empties the widget.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from core.errors import PlaygroundError
from core.models import Access, Typed, allowed_base_url, grant, read_typed_key
from core.runtime import Plan, Run
from pages.session.shared_playground import Playground, playground
from pages.session.visitors import new_visitor

SESSION = "session-name"
PROBLEM = "models-problem"
URL_WIDGET, WRITTEN_URL = "base-url", "written-base-url"
SECONDS_KEPT = 2 * 3600.0
MOST_SESSIONS = 2000
NOTHING = Typed()


class KeyVault:
    """What visitors have typed in, by a random name of their session: in this process's memory and nowhere else.

    May be used from any thread. What nobody has asked for in `seconds_kept` is dropped.
    """

    def __init__(self, seconds_kept: float = SECONDS_KEPT, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds_kept = seconds_kept
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Typed]] = OrderedDict()
        self._lock = threading.Lock()

    def typed(self, session: str) -> Typed:
        """What this session has typed."""
        with self._lock:
            self._drop_old()
            if session not in self._kept:
                return NOTHING
            return self._keep(session, self._kept[session][1])

    def change(self, session: str, change: Callable[[Typed], Typed]) -> None:
        """Keep what `change` makes of what this session has typed."""
        with self._lock:
            self._drop_old()
            before = self._kept[session][1] if session in self._kept else NOTHING
            self._keep(session, change(before))

    def forget(self, session: str) -> None:
        """Drop all of it."""
        with self._lock:
            self._kept.pop(session, None)

    def _keep(self, session: str, typed: Typed) -> Typed:
        self._kept[session] = (self._clock(), typed)
        self._kept.move_to_end(session)
        return typed

    def _drop_old(self) -> None:
        """Drop what is too old, and the oldest when there are too many."""
        oldest = self._clock() - self._seconds_kept
        while self._kept:
            name, (at, _) = next(iter(self._kept.items()))
            if at >= oldest and len(self._kept) <= MOST_SESSIONS:
                return
            del self._kept[name]


@st.cache_resource(show_spinner=False)
def key_vault() -> KeyVault:
    """The vault of this process."""
    return KeyVault()


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
    return _presence(key_vault(), name).session


def typed_entries() -> Typed:
    """What this session has typed."""
    return key_vault().typed(session_name())


def access() -> Access:
    """What runs of this session may use."""
    return grant(playground().settings, typed_entries())


@dataclass(frozen=True, slots=True)
class SessionStarter:
    """Starts runs with what the session has typed at that moment; holds no key itself."""

    playground: Playground
    vault: KeyVault
    session: str

    def start(self, plan: Plan, owner: str = "") -> Run:
        """Start a run."""
        return self.playground.start(plan, owner, grant(self.playground.settings, self.vault.typed(self.session)))

    def stop(self, run_id: str) -> None:
        """Stop a run."""
        self.playground.engine.stop(run_id)


def session_starter() -> SessionStarter:
    """What starts this session's runs later, without the page."""
    return SessionStarter(playground(), key_vault(), session_name())


def key_widget(field: str) -> str:
    """The key of the widget for a provider's key, or for that of the server at the base URL (COMPATIBLE)."""
    return f"key-{field}"


def take_key(field: str, text: str) -> None:
    """A key was entered: into the vault with it, and out of the widget."""
    st.session_state[key_widget(field)] = ""
    _note("")
    if not text:
        return
    try:
        key = read_typed_key(field, text.strip())
        key_vault().change(session_name(), lambda typed: typed.with_key(field, key))
    except PlaygroundError as error:
        _note(str(error))


def written_url() -> str:
    """The base URL as it was entered, also one that was refused."""
    return str(st.session_state.get(WRITTEN_URL, typed_entries().base_url or ""))


def take_base_url(text: str) -> None:
    """A base URL was entered or emptied."""
    st.session_state[WRITTEN_URL] = text
    text = text.strip()
    _note("")
    try:
        url = allowed_base_url(text, playground().settings) if text else None
        key_vault().change(session_name(), lambda typed: typed.at(url))
    except PlaygroundError as error:
        _note(str(error))


def forget_entries() -> None:
    """Forget all that was typed."""
    key_vault().forget(session_name())
    st.session_state[WRITTEN_URL] = ""
    _note("")


def known_secrets() -> list[str]:
    """The server's keys and those of this session, to be blotted out of what leaves; not to be kept or shown."""
    keys = typed_entries().keys.values()
    return [*playground().settings.secrets, *(key.reveal() for key in keys)]


def entry_problem() -> str:
    """What was wrong with the last entry."""
    return str(st.session_state.get(PROBLEM, ""))


def _note(sentence: str) -> None:
    st.session_state[PROBLEM] = sentence

"""Widgets that the server sets as well as the visitor, with what the visitor's browser has heard of it.

With every click a browser sends the values of all its widgets, also of those that were set anew and that it has not
heard of yet. So each setting has a number. A hidden field behind the widgets takes the last number to the browser,
which sends it back with all that it says: so it tells what it had heard when it said it. A value that a widget was
known to have at that number is nobody's wish. Any other one is, and a setting that it crossed on its way gives way.

The widgets themselves keep their identity: with a new one they would be drawn anew, and what is just being typed into
them would be lost.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import streamlit as st

STATE = "held-widgets"
MOST_SETTINGS = 16  # of one widget that a browser may be behind

Act = Callable[[Any], None]


@dataclass(slots=True)
class _Setting:
    """What a widget has from this number on, as far as is known, and what is to be done when the visitor changes it."""

    number: int
    mark: Any
    act: Act


@dataclass(slots=True)
class _SyncedWidgets:
    """The synced widgets of a session, by their keys. No text is kept, only its digest: it may be long, or a secret."""

    number: int = 0
    settings: dict[str, list[_Setting]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    drawn: list[str] = field(default_factory=list)


@contextmanager
def listening(place: str) -> Iterator[None]:
    """A context whose synced widgets are followed by the hidden field; each place of a page has a name of its own."""
    session = _session()
    session.drawn = []
    yield
    key, number = _field_of(place), str(session.number)
    default: dict[str, Any] = {} if st.session_state.get(key, number) != number else {"value": number}
    if not default:
        st.session_state[key] = number
    st.text_input("Last setting heard of", key=key, label_visibility="collapsed", **default)
    session.places |= dict.fromkeys(session.drawn, key)


def widget_default(key: str, value: Any, act: Act, name: str = "value") -> dict[str, Any]:
    """The keyword arguments of a widget that is to have this value; `act` is called with what the visitor makes of it.

    `name` is that of the argument which gives the widget its default.
    """
    return _keywords(key) | ({name: value} if _sync_widget(key, value, act) else {})


def select_default(key: str, value: Any, act: Act, options: Sequence[Any]) -> dict[str, Any]:
    """The same for a select box, whose default is a place among its options."""
    is_default = _sync_widget(key, value, act) and value in options
    return _keywords(key) | ({"index": options.index(value)} if is_default else {})


def _session() -> _SyncedWidgets:
    session: _SyncedWidgets = st.session_state.setdefault(STATE, _SyncedWidgets())
    return session


def _field_of(place: str) -> str:
    return f"heard-{place}"


def _keywords(key: str) -> dict[str, Any]:
    return {"key": key, "on_change": _hear, "args": (key,)}


def _sync_widget(key: str, value: Any, act: Act) -> bool:
    """See that the widget has the value; True where it is to be given as the default, which is where nothing is set.

    It is set only where the widget is not known to have it: a value that is sent again would overtake someone typing.
    """
    session = _session()
    session.drawn.append(key)
    mark, settings = _mark(value), session.settings.setdefault(key, [])
    if key not in st.session_state or not settings:
        settings[:] = [_Setting(session.number, mark, act)]
        return True
    if st.session_state[key] == value and settings[-1].mark == mark:
        settings[-1].act = act
        return True
    session.number += 1
    settings.append(_Setting(session.number, mark, act))
    del settings[:-MOST_SETTINGS]
    st.session_state[key] = value
    return False


def _hear(key: str) -> None:
    """Do what the visitor wants, if the browser says anything of the widget but what it was known to have."""
    session = _session()
    settings = session.settings[key]
    heard = _number(st.session_state.get(session.places.get(key, "")), session.number)
    known = next((setting for setting in reversed(settings) if setting.number <= heard), settings[0])
    value = st.session_state[key]
    if known.mark == _mark(value):
        return
    known.mark = _mark(value)
    known.act(value)


def _number(text: Any, otherwise: int) -> int:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 20 else otherwise


def _mark(value: Any) -> Any:
    """What tells values apart."""
    return blake2b(value.encode(errors="surrogatepass"), digest_size=16).digest() if isinstance(value, str) else value


@contextmanager
def lazy_expander(title: str, *, key: str, icon: str, fields: Sequence[str] = ()) -> Iterator[bool]:
    """A context whose elements stand inside an expander; gives whether it is open, else draw nothing.

    Most visitors leave it closed, and every element takes time.

    `fields` are the keys of what can be typed inside, which would otherwise be forgotten while it is closed.
    """
    expander = st.expander(title, icon=icon, key=f"fold-{key}", on_change="rerun")
    for name in () if expander.open else fields:
        if name in st.session_state:
            st.session_state[name] = st.session_state[name]
    with expander:
        yield bool(expander.open)

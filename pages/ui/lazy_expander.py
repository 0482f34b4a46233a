"""An expander that is filled only while it is open: most visitors leave it closed, and every element takes time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st


@contextmanager
def lazy_expander(title: str, *, key: str, icon: str, fields: Sequence[str] = ()) -> Iterator[bool]:
    """A context whose elements stand inside; gives whether it is open, else draw nothing.

    `fields` are the keys of what can be typed inside, which would otherwise be forgotten while it is closed.
    """
    expander = st.expander(title, icon=icon, key=f"fold-{key}", on_change="rerun")
    for field in () if expander.open else fields:
        if field in st.session_state:
            st.session_state[field] = st.session_state[field]
    with expander:
        yield bool(expander.open)

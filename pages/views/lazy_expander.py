"""An expander that is filled only while it is open: most visitors leave it closed, and every element takes time."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def lazy_expander(title: str, *, key: str, icon: str) -> Iterator[bool]:
    """A context whose elements stand inside; gives whether it is open, else draw nothing."""
    expander = st.expander(title, icon=icon, key=f"fold-{key}", on_change="rerun")
    with expander:
        yield bool(expander.open)

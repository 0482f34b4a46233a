"""What people should know about how runs are kept at this moment."""

import streamlit as st

from pages.session import playground, visitor
from pages.ui import plain

NEARLY_FULL = 0.9


def show() -> None:
    """Draw the history's notice, if there is one; what stands below keeps its place."""
    with st.container():
        if notice := playground().history.notice:
            st.warning(plain(notice, 600), icon=":material/save:")


def show_room() -> None:
    """Say how full the history is, once there is not much room left."""
    with st.container():
        history = playground().history
        runs, _ = history.kept(visitor())
        if runs >= NEARLY_FULL * history.most_runs:
            kept = f"{runs:,} of your runs are kept, at most {history.most_runs:,}."
            st.caption(f"{kept} The oldest without a star make room for new ones: star or save what should stay.")

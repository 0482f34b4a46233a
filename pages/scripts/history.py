"""Every run of this visitor: found again, opened, named, starred, compared, deleted and brought back."""

import streamlit as st

from pages.history import (
    COMPARE,
    show_delete_all,
    show_filter,
    show_history_notice,
    show_import,
    show_room_left,
    show_run_diff,
    show_runs_list,
)
from pages.ui import apply_style

EXPLAINED = "Your runs in this browser, newest first. Nobody else sees them unless you share one."


def draw_history_page() -> None:
    apply_style()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(width="stretch", gap=None):
            st.title("History", anchor=False)
            st.caption(EXPLAINED)
        show_import()
        show_delete_all()
    show_history_notice()
    show_room_left()
    if (compared := st.query_params.get(COMPARE)) is not None:
        show_run_diff(compared)
        return
    wanted = show_filter()
    show_runs_list(wanted)


draw_history_page()

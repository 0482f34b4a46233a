"""Every run of this visitor: found again, opened, named, starred, compared, deleted and brought back."""

import streamlit as st

from pages.history import actions as history_actions
from pages.history import delete_all as history_delete_all
from pages.history import filter as history_filter
from pages.history import import_file as history_import
from pages.history import notice as history_notice
from pages.history import run_diff
from pages.history import runs_list as history_list
from pages.ui import apply_style

EXPLAINED = "Your runs in this browser, newest first. Nobody else sees them unless you share one."


def main() -> None:
    apply_style()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(width="stretch", gap=None):
            st.title("History", anchor=False)
            st.caption(EXPLAINED)
        history_import.show()
        history_delete_all.show()
    history_notice.show()
    history_notice.show_room()
    if (compared := st.query_params.get(history_actions.COMPARE)) is not None:
        run_diff.show_asked(compared)
        return
    wanted = history_filter.show()
    history_list.show_list(wanted)


main()

"""Deleting every run at once, after being asked once more."""

import streamlit as st

from core.history import DAYS_KEPT
from pages.history.actions import delete
from pages.session import playground, visitor


def show() -> None:
    """Draw the button and, when it is pressed, what it would do."""
    asked = st.popover("Delete all", icon=":material/delete_sweep:", key="ask-delete-all", on_change="rerun")
    if not asked.open:
        return
    with asked:
        count = playground().history.count(visitor())
        if not count:
            st.caption("There is nothing to delete.")
            return
        st.markdown(
            f"Delete {'your only run' if count == 1 else f'all your {count:,} runs'}, starred and named ones too? "
            f"What still runs is stopped. You can undo it for {DAYS_KEPT} days."
        )
        words = "Delete it" if count == 1 else f"Delete all {count:,}"
        st.button(words, key="delete-all", type="primary", icon=":material/delete:", on_click=delete, args=(None,))

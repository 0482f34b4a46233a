"""The frame around every page: its title, its icon and the menu."""

from pathlib import Path

import streamlit as st

from pages.models import models_sidebar

ICON = Path(__file__).with_name("icon.svg")  # a named icon would be fetched from a font server

st.set_page_config(
    page_title="LLM workflow playground",
    page_icon=str(ICON),
    layout="wide",
    initial_sidebar_state="collapsed",  # the diagram and the timeline need the width, and no model needs setting up
)

chosen = st.navigation(
    [
        st.Page("scripts/gallery.py", title="Workflows", icon=":material/grid_view:", default=True),
        st.Page("scripts/workflow.py", title="Run", icon=":material/play_circle:", url_path="workflow"),
        st.Page("scripts/compare.py", title="Compare", icon=":material/timer:", url_path="compare"),
        st.Page("scripts/history.py", title="History", icon=":material/history:", url_path="history"),
    ],
    position="top",
)
chosen.run()
models_sidebar.show()  # after the page, which is what people wait for

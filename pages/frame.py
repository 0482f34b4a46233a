"""The frame around every page: its title, its icon and the menu."""

from pathlib import Path

import streamlit as st

from pages.models import show_models_sidebar
from pages.ui import PAGES

ICON = Path(__file__).with_name("icon.svg")  # a named icon would be fetched from a font server

st.set_page_config(
    page_title="LLM workflow playground",
    page_icon=str(ICON),
    layout="wide",
    initial_sidebar_state="collapsed",  # the diagram and the timeline need the width, and no model needs setting up
)

chosen = st.navigation(
    [
        st.Page(page.script, title=page.title, icon=page.icon, url_path=page.url_path, default=not page.url_path)
        for page in PAGES
    ],
    position="top",
)
chosen.run()
show_models_sidebar()  # after the page, which is what people wait for

"""The frame around every page: its title, its icon and the menu."""

import streamlit as st

st.set_page_config(page_title="LLM workflow playground", page_icon=":material/account_tree:", layout="wide")

st.navigation(
    [
        st.Page("explore/gallery.py", title="Workflows", icon=":material/grid_view:", default=True),
        st.Page("explore/workflow.py", title="Workflow", icon=":material/account_tree:", url_path="workflow"),
    ]
).run()

"""The page with a mistake behind the app's own handler."""

import streamlit as st

from pages.server import report_script_error

app = st.App("failing_page.py", on_script_error=report_script_error)

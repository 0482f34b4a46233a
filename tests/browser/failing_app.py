"""The page with a mistake behind the app's own handler."""

import streamlit as st

from pages.server import script_errors

app = st.App("failing_page.py", on_script_error=script_errors.report)

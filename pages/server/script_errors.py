"""What happens when a page script fails: the log gets the cause, the person gets a sentence."""

import logging

import streamlit as st

_log = logging.getLogger("playground.pages")


def report_script_error(error: Exception) -> bool:
    """Handler for `st.App(on_script_error=...)`: True keeps Streamlit from showing the exception itself."""
    _log.error("a page failed", exc_info=error)
    st.error(
        "This page failed to draw; the fault is ours, and runs that were started go on. "
        "Reload the page; if it fails again, the server's log has the cause.",
        icon=":material/error:",
    )
    return True

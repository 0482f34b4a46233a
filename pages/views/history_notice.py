"""What people should know about how runs are kept at this moment."""

import streamlit as st

from pages.views.playground import playground
from pages.views.untrusted import plain


def show() -> None:
    """Draw the history's notice, if there is one; what stands below keeps its place."""
    with st.container():
        if notice := playground().history.notice:
            st.warning(plain(notice, 600), icon=":material/save:")

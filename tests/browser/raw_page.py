"""Hostile texts as Streamlit draws them when nobody takes care. `SINK` is the server they try to reach."""

import os

import streamlit as st

from tests.hostile import texts

for text in texts(os.environ["SINK"]):
    safe_to_send = text.encode("utf-8", "replace").decode()
    # Not with `unsafe_allow_html`, which no file here may use: no policy forbids a <meta> to navigate away.
    st.markdown(safe_to_send)
    st.button(safe_to_send, key=safe_to_send)
    st.html(f"<p>{safe_to_send}</p>")
    st.error(safe_to_send)

st.text("everything is drawn")

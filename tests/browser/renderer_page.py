"""Every hostile text shown in every way, without any content policy. `SINK` is the server to keep quiet."""

import os

import streamlit as st

from pages.ui.untrusted import escape_html, plain, show_markdown, show_text
from tests.hostile import texts

for number, text in enumerate(texts(os.environ["SINK"])):
    label = plain(text)
    show_markdown(text, key=f"markdown-{number}")
    show_text(text, key=f"text-{number}")
    st.html(f"<p title='{escape_html(text)}'>{escape_html(text)}</p>")
    st.markdown(label)
    st.caption(label, help=label)
    st.button(label, key=f"button-{number}", help=label)
    st.text_input(label, key=f"input-{number}")
    st.radio(label, [label], key=f"radio-{number}", captions=[label])
    st.checkbox(label, key=f"checkbox-{number}")
    st.error(label)
    st.toast(label)
    st.metric(label, label, label)
    st.table({"text": [label]})
    with st.chat_message("assistant"):
        st.write(label)
    with st.expander(label):
        st.subheader(label)
    with st.status(label):
        st.title(label)
    st.tabs([label])
    st.progress(0.5, label)

st.text("everything is drawn")

"""What each file's agent did, and who gave up."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.form import Form, records
from pages.ui import plain


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    for one in records(data["changes"]):
        version = one.get("version")
        kept = f"version {version}" if version is not None else "unchanged"
        with st.container(border=True):
            st.markdown(f"**{plain(str(one.get('file', '')))}** · {plain(kept)}")
            st.markdown(plain(str(one.get("summary", "")), 1000))
            if one.get("notice"):
                st.caption(f"Told its dependents: {plain(str(one['notice']), 500)}")
    for reason in data["given_up"]:
        st.warning(plain(str(reason), 500), icon=":material/flag:")


FORM = Form(draw, {"changes": list, "given_up": list})

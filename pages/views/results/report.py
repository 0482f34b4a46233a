"""A report, and below it what each worker found."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.views.results.form import Form, records
from pages.views.untrusted import plain, show_markdown


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    show_markdown(data["text"], key=f"{key}-text")
    for number, finding in enumerate(records(data.get("findings")), 1):
        with st.expander(plain(f"Finding {number}: {finding.get('title', '')}"), icon=":material/search:"):
            show_markdown(str(finding.get("text", "")), key=f"{key}-finding-{number}")


FORM = Form(draw, {"text": str})

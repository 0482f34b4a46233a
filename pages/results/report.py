"""A report, and below it what each worker found."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.form import Form, records
from pages.ui import plain, show_markdown

MOST_FINDINGS = 100


def draw(data: Any, key: str, workflow: Workflow | None) -> None:
    show_markdown(data["text"], key=f"{key}-text")
    findings = records(data.get("findings"))
    for number, finding in enumerate(findings[:MOST_FINDINGS], 1):
        with st.expander(plain(f"Finding {number}: {finding.get('title', '')}"), icon=":material/search:"):
            show_markdown(str(finding.get("text", "")), key=f"{key}-finding-{number}")
    if len(findings) > MOST_FINDINGS:
        st.caption(f"… and {len(findings) - MOST_FINDINGS:,} more findings. The inspector has all of them.")


FORM = Form(draw, {"text": str})

"""How results are shown: one small file per form, chosen by the name in `Workflow.view`.

A form gets the result as plain data (a live Pydantic object is turned into it first, one from the history is that
already) and a prefix for the keys of its widgets. A result that does not fit its form is shown as names and values.
"""

from typing import Any

import streamlit as st

from core.text import as_json
from core.workflow import Workflow
from pages.results import (
    article,
    attempts,
    campaign,
    chat,
    cited,
    code_rounds,
    email,
    event,
    faq,
    fields,
    handled,
    post,
    quality,
    reply,
    report,
    rows,
    votes,
    website,
    work_list,
)
from pages.results.form import Form, fits

FORMS: dict[str, Form] = {
    "text": article.FORM,
    "article": article.FORM,
    "fields": fields.FORM,
    "event": event.FORM,
    "reply": reply.FORM,
    "faq": faq.FORM,
    "cited": cited.FORM,
    "rows": rows.FORM,
    "report": report.FORM,
    "post": post.FORM,
    "quality": quality.FORM,
    "votes": votes.FORM,
    "email": email.FORM,
    "code_rounds": code_rounds.FORM,
    "attempts": attempts.FORM,
    "campaign": campaign.FORM,
    "chat": chat.FORM,
    "handled": handled.FORM,
    "work_list": work_list.FORM,
    "website": website.FORM,
}


def show_result(view: str, result: Any, workflow: Workflow | None = None, *, key: str = "shown") -> None:
    """Draw `result` in the form `view`. `key` keeps the widgets of several results on one page apart."""
    data = as_json(result)
    form = FORMS.get(view, fields.FORM)
    if data is None:
        st.caption("There is no result.")
    elif fits(form, data):
        form.draw(data, f"{key}-{view}", workflow)
    else:
        fields.FORM.draw(data, f"{key}-fields", workflow)

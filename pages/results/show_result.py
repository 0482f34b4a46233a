"""How results are shown: each in a form chosen by the name in `Workflow.view`.

A form gets the result as plain data (a live Pydantic object is turned into it first, one from the history is that
already) and a prefix for the keys of its widgets. A result that does not fit its form is shown as names and values.
"""

from typing import Any

import streamlit as st

from core.text import as_json
from core.workflow import Workflow
from pages.results.chat import CHAT
from pages.results.event import EVENT, REPLY
from pages.results.form import FIELDS, Form, fits
from pages.results.mail import CAMPAIGN, EMAIL, HANDLED
from pages.results.rows import ROWS
from pages.results.scores import ATTEMPTS, CODE_ROUNDS, VOTES
from pages.results.sources import CITED, FAQ
from pages.results.tasks import WEBSITE, WORK_LIST
from pages.results.texts import ARTICLE, POST, QUALITY, REPORT

FORMS: dict[str, Form] = {
    "text": ARTICLE,
    "article": ARTICLE,
    "fields": FIELDS,
    "event": EVENT,
    "reply": REPLY,
    "faq": FAQ,
    "cited": CITED,
    "rows": ROWS,
    "report": REPORT,
    "post": POST,
    "quality": QUALITY,
    "votes": VOTES,
    "email": EMAIL,
    "code_rounds": CODE_ROUNDS,
    "attempts": ATTEMPTS,
    "campaign": CAMPAIGN,
    "chat": CHAT,
    "handled": HANDLED,
    "work_list": WORK_LIST,
    "website": WEBSITE,
}


def show_result(view: str, result: Any, workflow: Workflow | None = None, *, key: str = "shown") -> None:
    """Draw `result` in the form `view`. `key` keeps the widgets of several results on one page apart."""
    data = as_json(result)
    form = FORMS.get(view, FIELDS)
    if data is None:
        st.caption("There is no result.")
    elif fits(form, data):
        form.draw(data, f"{key}-{view}", workflow)
    else:
        FIELDS.draw(data, f"{key}-fields", workflow)

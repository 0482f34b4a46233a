"""The app's pages in a test: a server of its own, widgets found by key, and looking again until something is so."""

import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from pages.gallery.first_drawing import DRAWN
from pages.ui.page_table import RUN_PAGE

FRAME = Path(__file__).parent.parent.parent / "pages" / "frame.py"
PATIENCE_S = 30.0
ENDINGS = ("completed", "rejected", "failed", "cancelled")


def new_visitor(name: str = "") -> AppTest:
    """The app as a browser sees it that has just come; one with a name is the same person as another one with it."""
    page = AppTest.from_file(str(FRAME), default_timeout=PATIENCE_S)
    page.session_state[DRAWN] = True  # there is no browser to wait for
    if name:
        page.session_state["visitor"] = name
    return page


def open_workflow(page: AppTest, workflow: str | None = "calendar-chain", **link: str) -> AppTest:
    """Follow a link to the workflow page."""
    for name, value in {**({"workflow": workflow} if workflow else {}), **link}.items():
        page.query_params[name] = value
    page.switch_page(RUN_PAGE.script).run()
    assert not page.exception
    return page


def status(page: AppTest) -> str:
    """The status word."""
    block = next(text for text in blocks(page) if "pw-badge" in text and "pw-tag" in text)
    return block.split("</span>")[0].rpartition(" ")[2].rpartition(">")[2]


def blocks(page: AppTest) -> list[str]:
    """The hand-made blocks, as HTML."""
    return [str(one.proto.body) for one in page.get("html")]


def words(page: AppTest) -> str:
    """All that is told: messages, texts and hand-made blocks, without escapes."""
    kinds: Any = (page.error, page.warning, page.info, page.caption, page.markdown, page.code, page.subheader)
    shown = [str(one.value) for kind in kinds for one in kind]
    return unescape("\n".join([*shown, *blocks(page)]).replace("\\", ""))


def until(page: AppTest, so: Callable[[AppTest], bool]) -> AppTest:
    """Look again until it is so."""
    deadline = time.monotonic() + PATIENCE_S
    while not so(page):
        assert time.monotonic() < deadline, words(page)[-2000:]
        page.run()
        assert not page.exception
    return page


def ended(page: AppTest) -> AppTest:
    """Look until the run has ended."""
    return until(page, lambda one: status(one) in ENDINGS)


def run(page: AppTest) -> AppTest:
    """Press Run and look until the run has ended."""
    page.button(key="run").click().run()
    assert not page.exception
    return ended(page)


def widget(page: AppTest, kind: str, key: str) -> Any:
    """The widget of a kind with this key; fails if there is none."""
    return next(one for one in page.get(kind) if one.key == key)


def said_before_hearing(page: AppTest, *, then: str = "") -> AppTest:
    """Let the server act on what was chosen, then send what the browser says that has not heard of it yet.

    `then` is the key of a button that is pressed in the second message.
    """
    sent = page._tree.get_widget_states()
    page.run()
    assert not page.exception
    late = type(sent)()
    late.CopyFrom(sent)
    if then:
        late.widgets.add(id=page.button(key=then).proto.id, trigger_value=True)
    page._run(late)
    assert not page.exception
    return page

"""A conversation as a chat: what came of it, and who said what."""

from typing import Any

import streamlit as st

from core.workflow import Workflow
from pages.results.form import Form, records
from pages.ui import plain, show_markdown, show_text

MOST_LINES = 100
SHAPES = {"user": ":material/person:", "assistant": ":material/code:", "manager": ":material/campaign:"}


def draw_chat(data: Any, key: str, workflow: Workflow | None) -> None:
    if result := data.get("result"):
        show_markdown(str(result), key=f"{key}-result")
    if tests := data.get("tests"):
        show_text(str(tests), key=f"{key}-tests")
    for number, file in enumerate(records(data.get("files"))):
        _file(file, f"{key}-file-{number}")
    _conversation(records(data["messages"]), key)


def _file(file: dict[str, Any], key: str) -> None:
    name, content = str(file.get("name") or "file"), str(file.get("content") or "")
    with st.expander(plain(f"{name} ({len(content.splitlines())} lines)")):
        show_text(content, key=f"{key}-text", language="python" if name.endswith(".py") else None)
        st.download_button(
            plain(f"Download {name}"),
            content.encode(),
            file_name=name,
            mime="text/plain",
            key=f"{key}-download",
            on_click="ignore",
            icon=":material/download:",
        )


def _conversation(lines: list[dict[str, Any]], key: str) -> None:
    st.caption(f"The conversation: {len(lines)} {'line' if len(lines) == 1 else 'lines'}")
    with st.container(gap="xsmall"):
        for number, line in enumerate(lines[:MOST_LINES]):
            _line(line, f"{key}-line-{number}")
    if len(lines) > MOST_LINES:
        st.caption(f"The first {MOST_LINES} lines are shown; the rest can be read in the inspector.")


def _line(line: dict[str, Any], key: str) -> None:
    speaker = str(line.get("speaker") or "somebody")
    with st.chat_message(speaker, avatar=SHAPES.get(speaker, ":material/chat:")), st.container(gap=None):
        st.markdown(f"**{plain(speaker)}**")
        show_markdown(str(line.get("text") or ""), key=key)


CHAT = Form(draw_chat, {"messages": list})

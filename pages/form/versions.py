"""The versions of one kept text: who made them and why, and how two of them differ."""

from datetime import UTC, datetime

import streamlit as st

from core.history import MOST_VERSIONS, moment, zone
from core.text import shorten, visible
from core.workflow import FileVersion, KeptFiles, changed_lines
from pages.ui import show_text

LONGEST_REASON = 200


def show_versions(files: KeptFiles, name: str, *, key: str) -> FileVersion:
    """Draw them, newest first, with the difference of two that can be chosen; gives the newer one chosen."""
    made = files.versions(name)
    if len(made) > MOST_VERSIONS:
        st.caption(f"The newest {MOST_VERSIONS} versions of a text are kept, and the one that it began with.")
    st.dataframe([_row(one) for one in reversed(made)], hide_index=True)
    numbers = [one.version for one in made]
    by_number = {one.version: one for one in made}
    left, right = st.columns(2)
    last = len(made) - 1
    old = left.selectbox("Compare version", numbers, index=max(0, last - 1), key=f"{key}-old-{name}-{last}")
    new = right.selectbox("with version", numbers, index=last, key=f"{key}-new-{name}-{last}")
    difference = changed_lines(by_number[old].text, by_number[new].text, name)
    if difference:
        show_text(difference, key=f"{key}-diff-{name}", language="diff")
    else:
        st.caption("The two are equal." if old != new else "Choose two versions to see how they differ.")
    with st.expander(f"All of version {new}"):
        show_text(by_number[new].text, key=f"{key}-text-{name}", language=_language(name))
    return by_number[new]


def _row(one: FileVersion) -> dict[str, str | int]:
    return {
        "version": one.version,
        "by": visible(one.by),
        "why": shorten(visible(one.request), LONGEST_REASON),
        "when": moment(one.at, datetime.now(UTC), zone(st.context.timezone, st.context.timezone_offset))[1],
    }


def _language(name: str) -> str | None:
    ending = name.rpartition(".")[2]
    return ending if ending != name else None

"""A table of rows, counts above it, and a download in which no cell can be a formula."""

from typing import Any

import streamlit as st

from core.text import cell, columns, csv_text, shorten, visible
from core.workflow import Workflow
from pages.results.form import Form, records
from pages.ui import plain

LONGEST_CELL = 500


def draw_rows(data: Any, key: str, workflow: Workflow | None) -> None:
    rows = records(data["rows"])
    counts = data.get("counts")
    if isinstance(counts, dict) and counts:
        with st.container(horizontal=True):
            for name, count in counts.items():
                st.badge(plain(f"{name}: {count}"), color="red" if name == "failed" else "blue")
    show_rows_table(rows, key)


def show_rows_table(rows: list[dict[str, Any]], key: str, file_name: str = "rows.csv") -> None:
    """The rows as a table (its own toolbar copies the cells, so these are neutralised, too) and a CSV download."""
    if not rows:
        st.caption("There are no rows.")
        return
    names = columns(rows)
    st.dataframe([{visible(name): _shown(row.get(name)) for name in names} for row in rows], hide_index=True)
    st.download_button(
        f"Download {len(rows):,} {'row' if len(rows) == 1 else 'rows'} (.csv)",
        data=csv_text(rows).encode("utf-8-sig"),
        file_name=file_name,
        mime="text/csv",
        key=f"{key}-csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _shown(value: Any) -> str:
    return shorten(visible(cell(value)), LONGEST_CELL)


ROWS = Form(draw_rows, {"rows": list})

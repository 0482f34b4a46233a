"""What is done with the runs that are selected, or with all: compare, star, name, share, delete and bring back."""

from collections.abc import Collection, Sequence

import streamlit as st

from core.history import DAYS_KEPT, RunRow
from pages.history import filter as chosen
from pages.session import playground, visitor
from pages.ui import plain


def show_delete_all() -> None:
    """Draw the button and, when it is pressed, what it would do."""
    asked = st.popover("Delete all", icon=":material/delete_sweep:", key="ask-delete-all", on_change="rerun")
    if not asked.open:
        return
    with asked:
        count = playground().history.count(visitor())
        if not count:
            st.caption("There is nothing to delete.")
            return
        st.markdown(
            f"Delete {'your only run' if count == 1 else f'all your {count:,} runs'}, starred and named ones too? "
            f"What still runs is stopped. You can undo it for {DAYS_KEPT} days."
        )
        words = "Delete it" if count == 1 else f"Delete all {count:,}"
        st.button(words, key="delete-all", type="primary", icon=":material/delete:", on_click=delete, args=(None,))


COMPARE = "compare"
UNDO, TROUBLE, NAME = "history-undo", "history-trouble", "history-name"
LONGEST_NAME = 120
NOT_STORED = "That could not be kept at this moment, so nothing has changed. Try it again."
MOST_STARRED = "No more than {:,} of your runs can be starred. Unstar one first."
STILL_GOING = "A run that goes on in another window or process stays; stop it there, then delete it."


def pick(row: RunRow) -> str:
    """The key of the box that selects a run."""
    return f"pick-{row.number}"


def show_actions(rows: Sequence[RunRow], *, deleted: bool) -> None:
    """Draw the buttons for the selected ones of these runs, and the way back from the last deletion."""
    picked = [row for row in rows if st.session_state.get(pick(row))]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="history-actions"):
        if deleted:
            _show_deleted(picked)
        else:
            _show_buttons(picked)
    with st.container():
        if trouble := st.session_state.get(TROUBLE):
            st.error(plain(trouble, 300), icon=":material/error:")


def star(run_ids: Collection[str], starred: bool) -> None:
    """Star the runs, or take the star away."""
    history = playground().history
    done = history.star(run_ids, visitor(), starred)
    _told(done)
    if done == [] and starred:
        st.session_state[TROUBLE] = MOST_STARRED.format(history.most_starred)


def delete(run_ids: Collection[str] | None) -> None:
    """Delete these runs, or all; the page then offers to undo it."""
    gone = playground().delete(run_ids, visitor())
    _told(gone)
    if gone is not None and run_ids is not None and len(gone) < len(run_ids):
        st.session_state[TROUBLE] = STILL_GOING
    if gone:
        st.session_state[UNDO] = gone
        chosen.first_page()


def bring_back(run_ids: Collection[str]) -> None:
    """Undo a deletion."""
    back = playground().history.bring_back(run_ids, visitor())
    _told(back)
    if back is not None:
        st.session_state.pop(UNDO, None)


def remove(run_ids: Collection[str]) -> None:
    """Remove deleted runs for good."""
    _told(playground().history.remove(run_ids, visitor()))


def _show_buttons(picked: Sequence[RunRow]) -> None:
    ids = [row.id for row in picked]
    none = not picked
    if st.button("Compare two", key="compare", icon=":material/difference:", disabled=len(picked) != 2):
        st.query_params[COMPARE] = ",".join(reversed(ids))
        st.rerun()
    starred = bool(picked) and all(row.starred for row in picked)
    st.button(
        "Unstar" if starred else "Star",
        key="star",
        icon=":material/star:",
        disabled=none,
        on_click=star,
        args=(ids, not starred),
    )
    with st.popover("Name", icon=":material/edit:", disabled=len(picked) != 1, key="name"):
        if len(picked) == 1:
            _name(picked[0])
    st.button("Delete", key="delete", icon=":material/delete:", disabled=none, on_click=delete, args=(ids,))
    if gone := st.session_state.get(UNDO):
        _undo(gone)
    else:
        st.caption(f"{len(picked)} selected" if picked else "Select runs to compare, star, name or delete them.")


def _show_deleted(picked: Sequence[RunRow]) -> None:
    ids = [row.id for row in picked]
    st.button(
        "Bring back", key="bring-back", icon=":material/undo:", disabled=not picked, on_click=bring_back, args=(ids,)
    )
    with st.popover("Remove for good", icon=":material/delete_forever:", disabled=not picked, key="ask-remove"):
        st.markdown(f"Remove {len(picked)} of your runs from the server’s disk? **There is no way back.**")
        st.button(
            "Remove", key="remove", type="primary", icon=":material/delete_forever:", on_click=remove, args=(ids,)
        )
    st.caption(f"Deleted runs are kept for {DAYS_KEPT} days, then they are removed for good.")


def _name(row: RunRow) -> None:
    key = f"{NAME}-{row.number}"
    st.text_input(
        "Name of the run",
        row.name,
        key=key,
        max_chars=LONGEST_NAME,
        placeholder="What is worth remembering about it",
        on_change=_rename,
        args=(row.id, key),
    )


def _rename(run_id: str, key: str) -> None:
    _told(playground().history.rename(run_id, visitor(), st.session_state[key] or ""))


def _undo(gone: list[str]) -> None:
    st.button("Undo", key="undo", icon=":material/undo:", type="primary", on_click=bring_back, args=(gone,))
    count = "1 run is" if len(gone) == 1 else f"{len(gone):,} runs are"
    st.caption(f"{count} deleted, and can be brought back for {DAYS_KEPT} days.")


def _told(done: list[str] | None) -> None:
    """Say so if something could not be stored."""
    if done is None:
        st.session_state[TROUBLE] = NOT_STORED
    else:
        st.session_state.pop(TROUBLE, None)

"""The board of a planner's work list: a line a task, in the order in which they come. Not drawn for other runs."""

from core.reports import BoardState, TaskBoard, TaskRow, task_board
from core.text import shorten
from core.trace import Trace
from pages.ui import STATUS_SIGNS, Html, element, join, show

MOST_ROWS = 50
LONGEST = 160
COLOURS: dict[BoardState, str] = {"running": "running", "open": "idle", "done": "completed", "stopped": "failed"}


def draw(trace: Trace) -> None:
    """Draw it as the run stands."""
    found = task_board(trace)
    if found is not None:
        show(table(found))


def table(found: TaskBoard) -> Html:
    """The list as a table, what was cut off below it."""
    counts = {state: sum(one.state == state for one in found.rows) for state in COLOURS}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    caption = element("caption", f"Work list: {told}", cls="pw-soft")
    head = element("tr", *(element("th", name) for name in ("task", "state", "priority", "result")))
    body = join(_line(row) for row in found.rows[:MOST_ROWS])
    whole = element("table", caption, element("thead", head), element("tbody", body), cls="pw-steps pw-items")
    notes = [element("div", shorten(note, LONGEST * 2), cls="pw-soft") for note in found.notes]
    return join([element("div", whole, cls="pw-scroll"), *notes])


def _line(row: TaskRow) -> Html:
    colour = COLOURS[row.state]
    state = element("span", f"{STATUS_SIGNS.get(colour, '')} {row.state}".strip(), cls=f"pw-state pw-{colour}")
    return element(
        "tr",
        element("td", shorten(f"{row.number}. {row.name}", 60), title=shorten(row.name, LONGEST)),
        element("td", state),
        element("td", _priority(row)),
        element("td", shorten(row.result, LONGEST), cls="pw-soft", style="white-space: normal"),
    )


def _priority(row: TaskRow) -> str:
    if row.state in ("done", "stopped"):
        return ""
    moved = f" ↑ from {row.priority - row.moved}" if row.moved > 0 else f" ↓ from {row.priority - row.moved}"
    return f"{row.priority}{' new' if row.is_new else moved if row.moved else ''}"

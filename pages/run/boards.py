"""The boards of a run: a planner's work list, and its work items. Not drawn for other runs."""

from core.reports import Board, BoardState, Cell, ItemRow, ItemState, TaskBoard, TaskRow, board, task_board
from core.text import shorten
from core.trace import Trace
from pages.ui import STATUS_SIGNS, Html, element, join, show

MOST_TASKS = 50
LONGEST = 160
TASK_COLOURS: dict[BoardState, str] = {"running": "running", "open": "idle", "done": "completed", "stopped": "failed"}


def draw_task_board(trace: Trace) -> None:
    """Draw it as the run stands."""
    found = task_board(trace)
    if found is not None:
        show(task_board_table(found))


def task_board_table(found: TaskBoard) -> Html:
    """The list as a table, what was cut off below it."""
    counts = {state: sum(row.state == state for row in found.rows) for state in TASK_COLOURS}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    caption = element("caption", f"Work list: {told}", cls="pw-soft")
    head = element("tr", *(element("th", name) for name in ("task", "state", "priority", "result")))
    body = join(_task_line(row) for row in found.rows[:MOST_TASKS])
    whole = element("table", caption, element("thead", head), element("tbody", body), cls="pw-steps pw-items")
    notes = [element("div", shorten(note, LONGEST * 2), cls="pw-soft") for note in found.notes]
    return join([element("div", whole, cls="pw-scroll"), *notes])


def _task_line(row: TaskRow) -> Html:
    colour = TASK_COLOURS[row.state]
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


MOST_ITEMS = 200
LONGEST_REASON = 400
ITEM_COLOURS: dict[ItemState, str] = {
    "in line": "idle",
    "running": "running",
    "waiting": "waiting",
    "done": "completed",
    "failed": "failed",
    "set aside": "rejected",
    "stopped": "cancelled",
}


def draw_item_board(trace: Trace) -> None:
    """Draw it as the run stands."""
    found = board(trace)
    if found is not None:
        show(item_board_table(found))


def item_board_table(found: Board) -> Html:
    """The board as a table; what stopped an item or sent it back stands below its line."""
    counted = ", ".join(f"{count} {state}" for state, count in found.counts.items())
    caption = element("caption", f"Work items: {counted}", cls="pw-soft")
    head = element("tr", element("th", "item"), element("th", "state"), *(_head(node) for node in found.nodes))
    body = join(_item_line(row, found.nodes) for row in found.rows[:MOST_ITEMS])
    whole = element("table", caption, element("thead", head), element("tbody", body), cls="pw-steps pw-items")
    pieces = [element("div", whole, cls="pw-scroll")]
    if len(found.rows) > MOST_ITEMS:
        pieces.append(element("div", f"{len(found.rows) - MOST_ITEMS:,} more items are not shown.", cls="pw-soft"))
    return join(pieces)


def _head(node: str) -> Html:
    return element("th", shorten(node.replace("_", " "), 40), title=node, style="white-space: normal")


def _item_line(row: ItemRow, nodes: tuple[str, ...]) -> Html:
    colour = ITEM_COLOURS[row.state]
    mark = STATUS_SIGNS.get(colour, "")
    state = element("td", element("span", f"{mark} {row.state}".strip(), cls=f"pw-state pw-{colour}"))
    cells = (_cell(node, row.cells.get(node)) for node in nodes)
    line = element("tr", element("td", shorten(row.key, 60), title=row.key), state, *cells)
    if not row.reason:
        return line
    said = shorten(row.reason if row.state != "running" else f"Sent back to {row.stage}: {row.reason}", LONGEST_REASON)
    colour = "pw-why" if row.state == "failed" else "pw-soft"
    why = element("td", said, cls=colour, style="white-space: normal", colspan=str(len(nodes) + 2))
    return join((line, element("tr", why)))


def _cell(node: str, cell: Cell | None) -> Html:
    if cell is None:
        return element("td", "")
    words = STATUS_SIGNS[cell.state] + (f" ×{cell.visits}" if cell.visits > 1 else "")
    times = "once" if cell.visits == 1 else f"{cell.visits} times"
    told = shorten(f"{node}: {cell.state}, {times}. {cell.error}".strip(), LONGEST_REASON)
    return element("td", element("span", words, cls=f"pw-state pw-{cell.state}"), title=told, aria_label=told)

"""The board of a run's work items: a line for each, a column for each node. Not drawn for a run without items."""

from core.reports import Board, Cell, ItemState, Row, board
from core.text import shorten
from core.trace import Trace
from pages.ui import STATUS_SIGNS, Html, element, join, show

MOST_ROWS = 200
LONGEST_REASON = 400
COLOURS: dict[ItemState, str] = {
    "in line": "idle",
    "running": "running",
    "waiting": "waiting",
    "done": "completed",
    "failed": "failed",
    "set aside": "rejected",
    "stopped": "cancelled",
}


def draw(trace: Trace) -> None:
    """Draw it as the run stands."""
    found = board(trace)
    if found is not None:
        show(table(found))


def table(found: Board) -> Html:
    """The board as a table; what stopped an item or sent it back stands below its line."""
    counted = ", ".join(f"{count} {state}" for state, count in found.counts.items())
    caption = element("caption", f"Work items: {counted}", cls="pw-soft")
    head = element("tr", element("th", "item"), element("th", "state"), *(_head(node) for node in found.nodes))
    body = join(_line(row, found.nodes) for row in found.rows[:MOST_ROWS])
    whole = element("table", caption, element("thead", head), element("tbody", body), cls="pw-steps pw-items")
    pieces = [element("div", whole, cls="pw-scroll")]
    if len(found.rows) > MOST_ROWS:
        pieces.append(element("div", f"{len(found.rows) - MOST_ROWS:,} more items are not shown.", cls="pw-soft"))
    return join(pieces)


def _head(node: str) -> Html:
    return element("th", shorten(node.replace("_", " "), 40), title=node, style="white-space: normal")


def _line(row: Row, nodes: tuple[str, ...]) -> Html:
    colour = COLOURS[row.state]
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

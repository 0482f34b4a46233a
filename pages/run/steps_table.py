"""The step table: a line for each step, as one block of HTML. Long runs are shown a page at a time.

The steps of a group stand below a line that sums them up.
"""

from collections.abc import Collection, Sequence

from core.reports import Group, GroupLine, grouped, lines
from core.text import dollars, seconds, shorten, tokens, worked
from core.trace import Step, Trace, waiting, working
from pages.run.timeline import INDENT, short_step_name, step_label
from pages.ui import STATUS_SIGNS, Html, element, join

PER_PAGE = 60
HEADS = ("step", "status", "model", "started", "latency", "tokens in", "out", "cost", "attempts")
REUSED = {"same": "reused", "changed": "reused, input differs", "edited": "edited"}
WHY_REUSED = {
    "same": "Taken from the earlier run at no cost",
    "changed": "Taken from the earlier run at no cost, although this run gives it another input",
    "edited": "Written by a person in place of what the step gave",
}
RIGHT = {"started", "latency", "tokens in", "out", "cost", "attempts"}


def pages(trace: Trace, shut: Collection[str] = ()) -> int:
    """How many pages the lines fill; `shut` are the qualified names of groups that take one line each."""
    return max(1, -(-len(_lines(trace, shut)) // PER_PAGE))


def steps_table_html(trace: Trace, now: float, page: int = 1, shut: Collection[str] = ()) -> Html:
    """One page of it, counted from 1; `now` measures what still runs."""
    every = _lines(trace, shut)
    first = (page - 1) * PER_PAGE
    if not every:
        return element(
            "div", "Every step gets a line here: what it asked, how long it took, what it cost.", cls="pw-empty"
        )
    shown = [*_headings_above(every, first), *every[first : first + PER_PAGE]]
    head = element("tr", *(element("th", name, cls="pw-n" if name in RIGHT else "") for name in HEADS))
    body = join(_row(line, now) for line in shown)
    table = element("table", element("thead", head), element("tbody", body), cls="pw-steps")
    return element("div", table, cls="pw-scroll")


def _row(line: GroupLine, now: float) -> Html:
    return _step(line.of, line.depth, now) if isinstance(line.of, Step) else _group(line.of, line.depth, now)


def _lines(trace: Trace, shut: Collection[str]) -> list[GroupLine]:
    return list(lines(grouped(trace.steps.values()), shut))


def _headings_above(every: Sequence[GroupLine], first: int) -> list[GroupLine]:
    """The headings that a page would begin below, if the one before were not seen."""
    above: list[GroupLine] = []
    depth = every[first].depth if first < len(every) else 0
    for line in reversed(every[:first]):
        if line.depth < depth:
            above.insert(0, line)
            depth = line.depth
    return above


def _group(group: Group, depth: int, now: float) -> Html:
    """What its steps come to: times, tokens and cost added up, also of those that ran at the same time."""
    steps = group.steps
    asked = [step for step in steps if step.attempts]
    costs = [step.cost for step in asked]
    known = [cost for cost in costs if cost is not None]
    sent, got = sum(step.input_tokens for step in asked), sum(step.output_tokens for step in asked)
    estimated = any(step.estimated for step in asked)
    name = shorten(group.path[-1], 60)
    counted = element("span", f"{len(steps)} {'step' if len(steps) == 1 else 'steps'}", cls="pw-soft")
    return element(
        "tr",
        element("td", name, title=shorten(group.place, 300), style=_indent(depth)),
        _summed_up(group),
        element("td", counted),
        _number(seconds(group.span(now)[0])),
        _number(worked(working(steps, now), waiting(steps, now))),
        _number(tokens(sent, estimated=estimated) if asked else ""),
        _number(tokens(got, estimated=estimated) if asked else ""),
        _number(dollars(sum(known) if len(known) == len(costs) else None) if asked else ""),
        _number(str(sum(len(step.attempts) for step in asked)) if asked else ""),
        cls="pw-group",
    )


def _summed_up(group: Group) -> Html:
    state = "failed" if group.state == "partly" else group.state
    said = "partly failed" if group.state == "partly" else group.state
    return element("td", element("span", f"{STATUS_SIGNS[state]} {said}", cls=f"pw-state pw-{state}"))


def _indent(depth: int) -> str:
    return f"padding-left:{INDENT * depth:.1f}rem" if depth else ""


def _step(step: Step, depth: int, now: float) -> Html:
    called = bool(step.attempts)
    cells = [
        element("td", shorten(short_step_name(step), 60), title=shorten(_told(step), 300), style=_indent(depth)),
        _state(step),
        element("td", shorten(step.model or "", 40), cls="pw-soft"),
        _number(seconds(step.started)),
        _number("" if step.kind in ("gate", "route") or step.reused else _took(step, now)),
        _number(tokens(step.input_tokens, estimated=step.estimated) if called else ""),
        _number(tokens(step.output_tokens, estimated=step.estimated) if called else ""),
        _number(dollars(step.cost) if called else ""),
        _number(str(len(step.attempts)) if called else ""),
    ]
    below = []
    if step.notes:
        below.append(element("td", shorten(" ".join(step.notes), 300), cls="pw-soft", colspan=str(len(HEADS))))
    if step.error is not None and step.error.kind != "cancelled":
        said = shorten(f"{step.error.kind}: {step.error.message}", 300)
        below.append(element("td", said, cls="pw-why", colspan=str(len(HEADS))))
    return join((element("tr", *cells), *(element("tr", cell) for cell in below)))


def _took(step: Step, now: float) -> str:
    return worked(working([step], now), waiting([step], now))


def reused_mark(step: Step) -> tuple[Html, ...]:
    """The word for an output that was taken from an earlier run or edited; none for a step that ran."""
    return (element("span", REUSED[step.reused], cls="pw-taken", title=WHY_REUSED[step.reused]),) if step.reused else ()


def _told(step: Step) -> str:
    return f"step {step.id}, {step.kind}: {step_label(step)}"


def _number(words: str) -> Html:
    return element("td", words, cls="pw-n")


def _state(step: Step) -> Html:
    """The status with its mark; for a decision, what was decided."""
    state, said = str(step.status), str(step.status)
    if step.kind == "gate":
        state, said = ("completed", "yes") if step.output else ("rejected", "no")
    elif step.kind == "route":
        said = shorten(str(step.output), 30)
    word = element("span", f"{STATUS_SIGNS[state]} {said}", cls=f"pw-state pw-{state}")
    return element("td", word, *(element("span", " ", mark) for mark in reused_mark(step)))

"""The step table: a line for each step, as one block of HTML. Long runs are shown a page at a time."""

from core.figures import dollars, seconds, tokens
from core.step_record import Step
from core.text import shorten
from core.trace import Trace
from pages.views.markup import Html, element, join
from pages.views.style import WORDS
from pages.views.timeline import name_of

PER_PAGE = 60
HEADS = ("step", "status", "model", "started", "latency", "tokens in", "out", "cost", "attempts")
REUSED = {"same": "reused", "changed": "reused, input differs", "edited": "edited"}
WHY_REUSED = {
    "same": "Taken from the earlier run at no cost",
    "changed": "Taken from the earlier run at no cost, although this run gives it another input",
    "edited": "Written by a person in place of what the step gave",
}
RIGHT = {"started", "latency", "tokens in", "out", "cost", "attempts"}


def pages(trace: Trace) -> int:
    """How many pages the steps fill."""
    return max(1, -(-len(trace.steps) // PER_PAGE))


def steps_table(trace: Trace, now: float, page: int = 1) -> Html:
    """One page of it, counted from 1; `now` measures what still runs."""
    steps = list(trace.steps.values())[(page - 1) * PER_PAGE : page * PER_PAGE]
    if not steps:
        return element(
            "div", "Every step gets a line here: what it asked, how long it took, what it cost.", cls="pw-empty"
        )
    head = element("tr", *(element("th", name, cls="pw-n" if name in RIGHT else "") for name in HEADS))
    body = join(_line(step, now) for step in steps)
    table = element("table", element("thead", head), element("tbody", body), cls="pw-steps")
    return element("div", table, cls="pw-scroll")


def _line(step: Step, now: float) -> Html:
    called = bool(step.attempts)
    cells = [
        element("td", shorten(name_of(step), 60), title=f"step {step.id}, {step.kind}"),
        _state(step),
        element("td", shorten(step.model or "", 40), cls="pw-soft"),
        _number(seconds(step.started)),
        _number("" if step.kind in ("gate", "route") else seconds(step.duration(now))),
        _number(tokens(step.input_tokens, estimated=step.estimated) if called else ""),
        _number(tokens(step.output_tokens, estimated=step.estimated) if called else ""),
        _number(dollars(step.cost) if called else ""),
        _number(str(len(step.attempts)) if called else ""),
    ]
    line = element("tr", *cells)
    if step.error is None or step.error.kind == "cancelled":
        return line
    said = shorten(f"{step.error.kind}: {step.error.message}", 300)
    return join((line, element("tr", element("td", said, cls="pw-why", colspan=str(len(HEADS))))))


def reused_mark(step: Step) -> tuple[Html, ...]:
    """The word for an output that was taken from an earlier run or edited; none for a step that ran."""
    return (
        (element("span", REUSED[step.reused], cls="pw-reused", title=WHY_REUSED[step.reused]),) if step.reused else ()
    )


def _number(words: str) -> Html:
    return element("td", words, cls="pw-n")


def _state(step: Step) -> Html:
    """The status with its mark; for a decision, what was decided."""
    state, said = str(step.status), str(step.status)
    if step.kind == "gate":
        state, said = ("completed", "yes") if step.output else ("rejected", "no")
    elif step.kind == "route":
        said = shorten(str(step.output), 30)
    word = element("span", f"{WORDS[state]} {said}", cls=f"pw-state pw-{state}")
    return element("td", word, *(element("span", " ", mark) for mark in reused_mark(step)))

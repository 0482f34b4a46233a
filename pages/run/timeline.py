"""A run's steps on a shared time axis: one bar a step, with its attempts, waits and the moment of its first text.

One block of HTML and CSS, made anew at each look. The steps of a group stand below its name. Long runs get one line for
each node instead of each step, and where that is still too long, one for each group.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from core.reports import DEEPEST, Group, GroupLine, grouped, lines
from core.text import duration, seconds, shorten, worked
from core.trace import Attempt, Span, Step, Trace, waiting, waiting_spans, working, working_spans
from pages.run.folding import by_node, merged
from pages.ui import Html, element

MOST_LINES = 60
FEWEST_LINES = 5  # fewer tell less than the first sixty of a longer list
SCALES = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)
TICKS = 8
LABEL_AFTER, LABEL_BEFORE = 0.86, 0.15  # shares of the axis at which a duration has no room after, or before, its bar
INDENT = 0.9  # rem a group
LONGEST_NAME = 60
FINEST, MOST_BARS = 500, 40  # of a line that stands for several steps: gaps that show on an axis, and bars


def timeline(trace: Trace, now: float, shut: Collection[str] = ()) -> Html:
    """Draw it; `now` is where running bars end, `shut` the qualified names of groups that take one line each."""
    steps = list(trace.steps.values())
    if not steps:
        return element("div", "The first step is about to start.", cls="pw-empty")
    tick, length = axis(now)
    tree = grouped(steps)
    drawn = [piece for row in _rows(tree, now, length, shut) for piece in row]
    ruler = [element("div"), element("div", *_marks(tick, length), cls="pw-axis")]
    style = f"--tick: {100 * tick / length:.4f}%"
    cls = "pw-time pw-nested" if any(step.group for step in steps) else "pw-time"
    return element("div", *drawn, *ruler, cls=cls, style=style, role="img", aria_label=_summary(steps, now))


def _rows(tree: Group, now: float, length: float, shut: Collection[str]) -> Iterator[tuple[Html, Html]]:
    """A row for each line; where they are too many one for each node, then for each group."""
    found = list(lines(tree, shut))
    if len(found) <= MOST_LINES:
        for line in found:
            yield _row(line, now, length)
        return
    short = _shortest(tree, shut)
    for line, steps in short[:MOST_LINES]:
        yield _row(line, now, length) if isinstance(line.of, Group) else _node_row(line, steps, now, length)
    if rest := [step for line, steps in short[MOST_LINES:] for step in steps]:
        yield _label(f"… and {len(rest)} more steps", 0), _lane(_merged(rest, now, length, "completed"))


def _shortest(tree: Group, shut: Collection[str]) -> list[tuple[GroupLine, list[Step]]]:
    """A line for each node, with its steps; as many of the deepest groups are shut as it takes to see the others."""
    found = list(by_node(tree, shut, DEEPEST))
    for depth in range(DEEPEST - 1, -1, -1):
        shorter = list(by_node(tree, shut, depth)) if len(found) > MOST_LINES else []
        if len(shorter) < FEWEST_LINES:
            break
        found = shorter
    return found


def _row(line: GroupLine, now: float, length: float) -> tuple[Html, Html]:
    if isinstance(line.of, Step):
        return _label(short_step_name(line.of), line.depth, step_label(line.of)), _lane(_bars(line.of, now, length))
    span, steps = line.of.span(now), line.of.steps
    took = worked(working(steps, now), waiting(steps, now))
    name = f"{line.of.path[-1]} ({len(steps)} steps)" if line.shut else line.of.path[-1]
    label = _label(name, line.depth, line.of.place, " pw-group")
    if line.shut:
        pieces = [*_merged(steps, now, length, line.of.state), _words(took, span, length)]
    else:
        between = f"between {seconds(span[0])} and {seconds(span[1])}"
        pieces = [_bar("pw-span", span, length, f"{line.of.path[-1]}: {took}, {between}")]
    return label, _lane(pieces)


def _node_row(line: GroupLine, steps: list[Step], now: float, length: float) -> tuple[Html, Html]:
    times = f" ×{len(steps)}" if len(steps) > 1 else ""
    name, full = (f"{name}{times}" for name in (steps[0].node, steps[0].place))
    return _label(name, line.depth, full), _lane(_merged(steps, now, length, "completed"))


def axis(now: float) -> tuple[float, float]:
    """Seconds between two marks and seconds of the whole axis, which grows in steps while a run goes on."""
    tick = next((scale for scale in SCALES if now <= scale * TICKS), SCALES[-1])
    return tick, tick * max(1, -int(-max(now, 1e-9) // tick))


def step_label(step: Step) -> str:
    """How a step is called: groups, node and, in a fan-out, the branch's number."""
    return step.place + _branch(step)


def short_step_name(step: Step) -> str:
    """The same without the groups, for where they are told above."""
    return step.node + _branch(step)


def _branch(step: Step) -> str:
    return f" #{step.branch.place + 1}" if step.branch else ""


def _label(name: str, depth: int, full: str = "", cls: str = "") -> Html:
    style = f"padding-left:{INDENT * depth:.1f}rem" if depth else ""
    return element("div", shorten(name, LONGEST_NAME), cls=f"pw-name{cls}", title=shorten(full, 300), style=style)


def _lane(pieces: Iterable[Html]) -> Html:
    return element("div", *pieces, cls="pw-lane")


def _bars(step: Step, now: float, length: float) -> Iterator[Html]:
    end = now if step.finished is None else step.finished
    if step.reused:
        yield _mark("pw-again", step.started, length)
        said = "edited" if step.reused == "edited" else "reused"
        yield _words(
            f"{said}: {_decided(step)}" if step.kind in ("gate", "route") else said,
            (step.started, step.started),
            length,
        )
        return
    if step.kind in ("gate", "route"):
        yield _mark(f"pw-point pw-{'rejected' if step.output is False else 'completed'}", step.started, length)
        yield _words(_decided(step), (step.started, step.started), length)
        return
    for wait in step.waits:
        until = min(wait.started + wait.seconds, end)
        yield _bar("pw-wait", (wait.started, until), length, f"{seconds(wait.seconds)} waited: {wait.reason}")
    for number, attempt in enumerate(step.attempts, 1):
        yield from _attempt(step, attempt, number, end, length)
    if not step.attempts:
        yield from _work_and_wait(step, now, length)
    yield _words(worked(working([step], now), waiting([step], now)), (step.started, end), length)


def _work_and_wait(step: Step, now: float, length: float) -> Iterator[Html]:
    """A step that asks no model: its work, and where it waited for a person."""
    colour = "pw-running" if step.status == "waiting" else f"pw-{step.status}"
    opened = _open(step.finished)
    for span in working_spans(step, now):
        yield _bar(colour + (opened if step.asked is None else ""), span, length, step.status)
    for span in waiting_spans(step, now):
        yield _bar(f"pw-person{opened}", span, length, f"{seconds(span[1] - span[0])} waiting for you")


def _attempt(step: Step, attempt: Attempt, number: int, end: float, length: float) -> Iterator[Html]:
    """Light until its first text, full from there; an attempt that failed is red, though the step went on."""
    until = end if attempt.finished is None else attempt.finished
    colour = f"pw-{'failed' if attempt.outcome in ('error', 'invalid') else step.status}"
    told = f"attempt {number} of {step.node}: {attempt.outcome or 'running'}, {seconds(until - attempt.started)}"
    first = until if attempt.first_text is None else attempt.first_text
    if attempt.first_text is not None:
        told += f", first text after {seconds(first - attempt.started)}"
        opened = _open(attempt.finished)
        yield _bar(f"{colour} pw-talking{opened}", (first, until), length, told)
    yield _bar(f"{colour} pw-thinking", (attempt.started, first), length, told)


def _open(finished: float | None) -> str:
    return " pw-open" if finished is None else ""


def _bar(cls: str, span: Span, length: float, told: str) -> Html:
    start, end = span
    style = f"left:{100 * start / length:.2f}%;width:{100 * max(0.0, end - start) / length:.2f}%"
    return element("i", cls=cls, style=style, title=shorten(told, 300))


def _mark(cls: str, at: float, length: float) -> Html:
    return element("i", cls=cls, style=f"left:{100 * at / length:.2f}%")


def _words(words: str, span: Span, length: float) -> Html:
    """After the bar; towards the right end before it, or inside it where there is no room on either side."""
    start, end = span
    if end / length <= LABEL_AFTER:
        return element("s", words, style=f"left:{100 * end / length + 0.5:.2f}%")
    if start / length >= LABEL_BEFORE:
        return element("s", words, cls="pw-before", style=f"left:{100 * start / length - 0.8:.2f}%")
    return element("s", words, cls="pw-inside", style=f"left:{100 * end / length:.2f}%")


def _decided(step: Step) -> str:
    if isinstance(step.output, bool):
        return "yes" if step.output else "no"
    return shorten(str(step.output), 40)


def _marks(tick: float, length: float) -> Iterator[Html]:
    for number in range(1, round(length / tick) + 1):
        at = number * tick
        said = f"{at:g} s" if tick < 60 else duration(at)
        yield element("span", said, style=f"left:{100 * at / length:.2f}%")


def _merged(steps: Sequence[Step], now: float, length: float, state: str) -> Iterator[Html]:
    """Bars for the stretches in which at least one of several steps worked, or waited for a person."""
    colour = f"pw-{'failed' if state == 'partly' else 'running' if state == 'waiting' else state}"
    for cls, spans_of in (("pw-person", waiting_spans), (colour, working_spans)):
        spans = [span for step in steps for span in spans_of(step, now)]
        for start, end in merged(spans, length / FINEST, MOST_BARS):
            yield _bar(cls, (start, end), length, f"{seconds(start)} to {seconds(end)}")


def _summary(steps: list[Step], now: float) -> str:
    done = sum(step.finished is not None for step in steps)
    return f"Timeline of {len(steps)} steps, {done} finished, over {seconds(now)}"


LEGEND = element(
    "div",
    element("span", "light: until the first token"),
    element("span", "full: answer streaming"),
    element("span", "hatched: waiting to ask again"),
    element("span", "dotted: waiting for you"),
    element("span", "◆ decision in code"),
    element("span", "○ reused from an earlier run"),
    cls="pw-legend",
)

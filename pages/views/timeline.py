"""A run's steps on a shared time axis: one bar a step, with its attempts, waits and the moment of its first text.

One block of HTML and CSS, made anew at each look. Long runs get one line for each node instead of each step.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from core.figures import seconds
from core.step_record import Attempt, Step
from core.text import shorten
from core.trace import Trace
from pages.views.markup import Html, element

MOST_LINES = 60
SCALES = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)
TICKS = 8
LABEL_AFTER, LABEL_BEFORE = 0.86, 0.15  # shares of the axis at which a duration has no room after, or before, its bar

Span = tuple[float, float]


def timeline(trace: Trace, now: float) -> Html:
    """Draw it; `now` is where running bars end."""
    steps = list(trace.steps.values())
    if not steps:
        return element("div", "The first step is about to start.", cls="pw-empty")
    tick, length = axis(now)
    if len(steps) <= MOST_LINES:
        lines = [piece for step in steps for piece in _line(name_of(step), _bars(step, now, length), length)]
    else:
        lines = [piece for node, spans in _by_node(steps, now) for piece in _line(node, _merged(spans, length), length)]
    ruler = [element("div"), element("div", *_marks(tick, length), cls="pw-axis")]
    style = f"--tick: {100 * tick / length:.4f}%"
    return element("div", *lines, *ruler, cls="pw-time", style=style, role="img", aria_label=_summary(steps, now))


def axis(now: float) -> tuple[float, float]:
    """Seconds between two marks and seconds of the whole axis, which grows in steps while a run goes on."""
    tick = next((one for one in SCALES if now <= one * TICKS), SCALES[-1])
    return tick, tick * max(1, -int(-max(now, 1e-9) // tick))


def name_of(step: Step) -> str:
    """How a line is called: groups, node and, in a fan-out, the branch's number."""
    place = f" #{step.branch.place + 1}" if step.branch else ""
    return "/".join((*step.group, step.node)) + place


def _line(name: str, pieces: Iterable[Html], length: float) -> tuple[Html, Html]:
    label = element("div", shorten(name, 60), cls="pw-name", title=name)
    return label, element("div", *pieces, cls="pw-lane")


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
        state = "pw-wait" if step.status == "waiting" else f"pw-{step.status}"
        yield _bar(state + _open(step.finished), (step.started, end), length, step.status)
    yield _words(seconds(end - step.started), (step.started, end), length)


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
        said = f"{at:g} s" if tick < 60 else f"{at / 60:g} min"
        yield element("span", said, style=f"left:{100 * at / length:.2f}%")


def _by_node(steps: Iterable[Step], now: float) -> Iterator[tuple[str, list[Span]]]:
    """Each node once, with when its steps ran."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for step in steps:
        spans["/".join((*step.group, step.node))].append(
            (step.started, now if step.finished is None else step.finished)
        )
    for node, found in spans.items():
        yield f"{node} ×{len(found)}", found


def _merged(spans: list[Span], length: float) -> Iterator[Html]:
    """Bars for the stretches in which at least one of the node's steps ran."""
    gap = length / 500
    stretches: list[list[float]] = []
    for start, end in sorted(spans):
        if stretches and start <= stretches[-1][1] + gap:
            stretches[-1][1] = max(stretches[-1][1], end)
        else:
            stretches.append([start, end])
    for start, end in stretches:
        yield _bar("pw-completed", (start, end), length, f"{seconds(start)} to {seconds(end)}")


def _summary(steps: list[Step], now: float) -> str:
    done = sum(step.finished is not None for step in steps)
    return f"Timeline of {len(steps)} steps, {done} finished, over {seconds(now)}"


LEGEND = element(
    "div",
    element("span", "light: until the first token"),
    element("span", "full: answer streaming"),
    element("span", "hatched: waiting"),
    element("span", "◆ decision in code"),
    element("span", "○ reused from an earlier run"),
    cls="pw-legend",
)

"""A run as bars on an axis of seconds, a lane for each step, and several runs under each other as an SVG file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from core.lab.what_if import Planned
from core.text import seconds, shorten, visible
from core.trace import Step, Trace, waiting_spans, working_spans

Look = Literal["work", "refused", "failed", "cancelled", "wait", "person", "decision"]

_LOOKS: dict[str | None, Look] = {"rate_limited": "refused", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane, in seconds, and what a pointer resting on it is told."""

    start: float
    end: float
    look: Look
    tip: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One step's name and bars."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A whole run: its heading, its lanes, and the second at which it ended."""

    heading: str
    lanes: tuple[Lane, ...]
    wall: float


def measured_strip(heading: str, trace: Trace, now: float | None = None) -> Strip:
    """A run as it was recorded, with its retries and waits; `now` is how far one that still goes on has come."""
    at = trace.last if now is None else now
    return Strip(heading, tuple(Lane(step_name(step), _bars(step, at)) for step in _in_order(trace.steps.values())), at)


def predicted_strip(heading: str, planned: Sequence[Planned]) -> Strip:
    """A run as it is predicted."""
    places = {place.step.id: place for place in planned}
    ordered = _in_order([place.step for place in planned])
    wall = max((place.finished for place in planned), default=0.0)
    return Strip(heading, tuple(Lane(step_name(step), _predicted_bars(places[step.id])) for step in ordered), wall)


def step_name(step: Step) -> str:
    """A step's name with its groups and, in a fan-out, the number of its branch."""
    name = "/".join((*step.group, step.node)).replace("_", " ")
    return f"{name} {step.branch.place + 1}" if step.branch else name


def _in_order(steps: Collection[Step]) -> list[Step]:
    """Branch by branch, so that runs of the same work have their lanes in the same order whatever ran first."""
    first: dict[int, int] = {}
    for step in sorted(steps, key=lambda step: step.id):
        if step.branch is not None:
            first.setdefault(step.branch.fan, step.id)
    return sorted(
        steps,
        key=lambda step: (
            (first[step.branch.fan], step.branch.place, step.id) if step.branch else (step.id, -1, step.id)
        ),
    )


def _predicted_bars(planned: Planned) -> tuple[Bar, ...]:
    decided = planned.step.kind in ("gate", "route")
    bar = Bar(planned.started, planned.finished, "decision" if decided else "work", "predicted")
    if planned.started <= planned.ready:
        return (bar,)
    return Bar(planned.ready, planned.started, "wait", "waiting for the rate limit, predicted"), bar


def _bars(step: Step, now: float) -> tuple[Bar, ...]:
    if step.kind in ("gate", "route"):
        return (Bar(step.started, step.started, "decision", f"decided: {step.output}"),)
    ended = now if step.finished is None else step.finished
    if not step.attempts:
        work = (Bar(start, end, _ending(step), step.status) for start, end in working_spans(step, now))
        return (*work, *(Bar(start, end, "person", "waiting for you") for start, end in waiting_spans(step, now)))
    waits = (
        Bar(wait.started, min(wait.started + wait.seconds, ended), "wait", _why(wait.reason)) for wait in step.waits
    )
    return (*waits, *_attempts(step, ended))


def _attempts(step: Step, ended: float) -> list[Bar]:
    bars = []
    for number, attempt in enumerate(step.attempts, 1):
        kind = attempt.error.kind if attempt.error else None
        look = _LOOKS.get(kind, "failed") if attempt.outcome in ("error", "invalid") else _ending(step)
        said = "429, too many requests" if look == "refused" else attempt.outcome or "running"
        until = ended if attempt.finished is None else attempt.finished
        bars.append(Bar(attempt.started, until, look, f"attempt {number}: {said}"))
    return bars


def _ending(step: Step) -> Look:
    return step.status if step.status in ("failed", "cancelled") else "work"


def _why(reason: str) -> str:
    return f"waiting: {reason}"


WIDTH, NAMES, ROW, MARGIN = 960, 190, 18, 16
MOST_STRIP_LANES = 200
_TICKS = 5

FILL: Mapping[Look, str] = {
    "work": "#22a06b",
    "refused": "#dc2626",
    "failed": "#dc2626",
    "cancelled": "#7c3aed",
    "wait": "url(#wait)",
    "person": "url(#person)",
    "decision": "#64748b",
}
_HEAD = (
    '<defs><pattern id="wait" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff"/><rect width="3" height="6" fill="#d97706"/></pattern>'
    '<pattern id="person" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect width="5" height="5" fill="#fff"/><circle cx="2.5" cy="2.5" r="1.2" fill="#b45309"/></pattern></defs>'
    "<style>text{font:12px sans-serif;fill:#1f2937}.faint{fill:#6b7280}.head{font-weight:bold}</style>"
)


def timeline_svg(title: str, strips: Sequence[Strip]) -> str:
    """The strips, aligned at zero; every text that is not ours is escaped."""
    span = max((strip.wall for strip in strips), default=0.0) or 1.0
    parts, y = [], MARGIN + 24
    for strip in strips:
        drawn = _strip(strip, span, y)
        parts.append(drawn)
        y += ROW * (min(len(strip.lanes), MOST_STRIP_LANES) + 2) + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 30}" viewBox="0 0 {WIDTH} {y + 30}" '
        f'role="img">{_HEAD}<rect width="100%" height="100%" fill="#fff"/>'
        f'<text class="head" x="{MARGIN}" y="{MARGIN + 8}">{_text(title, 120)}</text>'
        f"{''.join(parts)}{_axis(span, y)}</svg>"
    )


def _strip(strip: Strip, span: float, top: int) -> str:
    shown = strip.lanes[:MOST_STRIP_LANES]
    lanes = "".join(_lane(lane, span, top + ROW * (place + 1)) for place, lane in enumerate(shown))
    more = len(strip.lanes) - len(shown)
    note = f"{more:,} more steps are not drawn" if more else ""
    bottom = top + ROW * (len(shown) + 1)
    end = _x(strip.wall, span)
    return (
        f'<text class="head" x="{MARGIN}" y="{top + 12}">{_text(strip.heading, 100)}</text>{lanes}'
        f'<line x1="{end:.1f}" x2="{end:.1f}" y1="{top + ROW}" y2="{bottom}" stroke="#6b7280" stroke-dasharray="3 3"/>'
        f'<text class="faint" x="{NAMES}" y="{bottom + 12}">{note}</text>'
    )


def _lane(lane: Lane, span: float, y: int) -> str:
    bars = "".join(_bar(bar, span, y) for bar in lane.bars)
    return f'<text x="{MARGIN}" y="{y + 12}">{_text(lane.name, 28)}</text>{bars}'


def _bar(bar: Bar, span: float, y: int) -> str:
    left = _x(bar.start, span)
    width = max(2.0, _x(bar.end, span) - left)
    tip = f"<title>{_text(bar.tip, 200)}</title>"
    place = f'x="{left:.1f}" y="{y + 2}" width="{width:.1f}" height="{ROW - 4}"'
    return f'<rect {place} rx="2" fill="{FILL[bar.look]}">{tip}</rect>'


def _axis(span: float, y: int) -> str:
    return "".join(
        f'<text class="faint" x="{_x(span * tick / _TICKS, span):.1f}" y="{y + 12}" text-anchor="middle">'
        f"{seconds(span * tick / _TICKS)}</text>"
        for tick in range(_TICKS + 1)
    )


def _x(at: float, span: float) -> float:
    return NAMES + at / span * (WIDTH - NAMES - 3 * MARGIN)


def _text(text: str, limit: int) -> str:
    return escape(shorten(visible(" ".join(text.split())), limit))

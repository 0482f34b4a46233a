"""Timelines under each other on one time axis, as an SVG file that stands by itself."""

from collections.abc import Mapping, Sequence
from html import escape

from core.lab.lanes import Bar, Lane, Look, Strip
from core.text.figures import seconds
from core.text.text import shorten, visible

WIDTH, NAMES, ROW, MARGIN = 960, 190, 18, 16
MOST_LANES = 200
TICKS = 5

FILL: Mapping[Look, str] = {
    "work": "#22a06b",
    "refused": "#dc2626",
    "failed": "#dc2626",
    "cancelled": "#7c3aed",
    "wait": "url(#wait)",
    "person": "url(#person)",
    "decision": "#64748b",
}
HEAD = (
    '<defs><pattern id="wait" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff"/><rect width="3" height="6" fill="#d97706"/></pattern>'
    '<pattern id="person" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<rect width="5" height="5" fill="#fff"/><circle cx="2.5" cy="2.5" r="1.2" fill="#b45309"/></pattern></defs>'
    "<style>text{font:12px sans-serif;fill:#1f2937}.faint{fill:#6b7280}.head{font-weight:bold}</style>"
)


def svg(title: str, strips: Sequence[Strip]) -> str:
    """The strips, aligned at zero; every text that is not ours is escaped."""
    span = max((strip.wall for strip in strips), default=0.0) or 1.0
    parts, y = [], MARGIN + 24
    for strip in strips:
        drawn = _strip(strip, span, y)
        parts.append(drawn)
        y += ROW * (min(len(strip.lanes), MOST_LANES) + 2) + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + 30}" viewBox="0 0 {WIDTH} {y + 30}" '
        f'role="img">{HEAD}<rect width="100%" height="100%" fill="#fff"/>'
        f'<text class="head" x="{MARGIN}" y="{MARGIN + 8}">{_text(title, 120)}</text>'
        f"{''.join(parts)}{_axis(span, y)}</svg>"
    )


def _strip(strip: Strip, span: float, top: int) -> str:
    shown = strip.lanes[:MOST_LANES]
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
        f'<text class="faint" x="{_x(span * tick / TICKS, span):.1f}" y="{y + 12}" text-anchor="middle">'
        f"{seconds(span * tick / TICKS)}</text>"
        for tick in range(TICKS + 1)
    )


def _x(at: float, span: float) -> float:
    return NAMES + at / span * (WIDTH - NAMES - 3 * MARGIN)


def _text(text: str, limit: int) -> str:
    return escape(shorten(visible(" ".join(text.split())), limit))

"""The text of the steps that are running, as it comes."""

from core.text import shorten
from core.trace import Step, Trace
from pages.run.timeline import name_of
from pages.ui import Html, element

MOST_TEXTS = 4
SHOWN = 400  # characters of each: the end of what has come


def streaming(trace: Trace) -> Html | None:
    """The newest words of each running step that asks a model; None when there is none."""
    running = [step for step in trace.steps.values() if step.status == "running" and step.attempts]
    if not running:
        return None
    more = len(running) - MOST_TEXTS
    boxes = [_box(step) for step in running[:MOST_TEXTS]]
    if more > 0:
        boxes.append(element("div", f"and {more} more at the same time", cls="pw-soft"))
    return element("div", *boxes, cls="pw-texts")


def _box(step: Step) -> Html:
    text = step.attempts[-1].text
    said = text[-SHOWN:] if text else "waiting for the first token"
    words = element("span", said, cls="" if text else "pw-soft")
    return element("div", element("b", shorten(name_of(step), 60)), element("p", words))

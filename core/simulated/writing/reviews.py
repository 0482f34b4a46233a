"""Marks for a text by what can be measured: length, structure, flow, repetition, its topic, and feedback heeded."""

from dataclasses import dataclass

from core.simulated import linear as re
from core.simulated.reading.sentences import sentences
from core.simulated.reading.words import overlap, stems

_LINKS = (
    "This leads to the next point: ", "At the same time, ", "Just as important: ", "Building on this, ", "Finally, ",
)  # fmt: skip
_FLOW = re.compile(
    r"\b(?:this leads|at the same time|just as important|building on this|finally|"
    r"however|therefore|because|also|for example|"
    r"in addition|then|first|second|so|but|moreover|as a result|that is why)\b",
    re.IGNORECASE,
)
_FLOURISH = re.compile(r"\b(?:very|really|basically|actually|quite|just|nice|stuff|things?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marks:
    """Parts of a mark, each 0 to 1."""

    length: float
    flow: float
    plainness: float
    structure: float
    topic: float

    @property
    def total(self) -> float:
        """The mark, 0.3 to 0.97."""
        whole = 0.3 * self.flow + 0.2 * self.length + 0.15 * self.plainness + 0.2 * self.structure + 0.15 * self.topic
        return round(0.3 + 0.67 * whole, 2)


def marks(text: str, goal: str = "") -> Marks:
    """Mark a text; `goal` says what it should be about."""
    said = sentences(text)
    count = len(text.split())
    paragraphs = _paragraphs(text)
    starts = [" ".join(one.split()[:2]).lower() for one in said]
    varied = len(set(starts)) / len(starts) if starts else 0.0
    linked = sum(1 for one in paragraphs[1:] if _FLOW.search(one[:80]))
    flow = (
        linked / (len(paragraphs) - 1)
        if len(paragraphs) > 1
        else min(1.0, 2.5 * len(_FLOW.findall(text)) / (len(said) + 1))
    )
    flourishes = len(_FLOURISH.findall(text))
    return Marks(
        length=min(1.0, count / 60),
        flow=flow,
        plainness=max(0.0, 1.0 - 12 * flourishes / (count + 1)),
        structure=varied * min(1.0, len(said) / 3),
        topic=min(1.0, 1.6 * overlap(stems(goal), stems(text))) if stems(goal) else 0.8,
    )


def suggestions(text: str, goal: str = "") -> list[tuple[int, str]]:
    """What to change, as (number of the paragraph, suggestion), worst first; empty for a good text."""
    marked = marks(text, goal)
    paragraphs = _paragraphs(text)
    found = [
        (number, "Connect this section to the one before it.")
        for number, one in enumerate(paragraphs[1:], 2)
        if not _FLOW.search(one[:80])
    ]
    found += [(1, "Say more: give an example or a figure.")] if marked.length < 0.8 else []
    found += [(1, "Take out words that add nothing, such as “very”.")] if marked.plainness < 0.8 else []
    found += [(1, "Vary how the sentences begin.")] if marked.structure < 0.7 and len(sentences(text)) > 2 else []
    found += [(1, "Stay closer to the topic.")] if marked.topic < 0.6 else []
    return found


def improved(text: str, goal: str = "") -> str:
    """The text with the suggestions applied, as far as rules can: links between paragraphs, flourishes out."""
    links = iter(_LINKS)
    paragraphs = _paragraphs(text)
    linked = [
        one if number == 0 or _FLOW.search(one[:80]) else _linked(next(links, _LINKS[-1]), one)
        for number, one in enumerate(paragraphs)
    ]
    better = "\n\n".join(linked)
    better = re.sub(r"\b(?:very|really|basically|actually|quite) ", "", better)
    if marks(better, goal).length < 0.8 and goal:
        better += (
            f"\n\nFinally, an example: {' '.join(goal.split()[:20]).rstrip('.?!')} is best judged where it happens."
        )
    return better


def feedback(text: str, goal: str = "") -> str:
    """The suggestions as a text."""
    said = list(dict.fromkeys(suggestion for _, suggestion in suggestions(text, goal)))
    return " ".join(said[:3]) if said else "Clear, connected and complete. Nothing needs to change."


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"\n\s*\n", text) if one.strip()]


def _linked(link: str, paragraph: str) -> str:
    first, _, rest = paragraph.partition(" ")
    lowered = first if first.isupper() or first[1:] != first[1:].lower() else first.lower()
    return f"{link}{lowered} {rest}".strip()

"""A reviewer who names the worst fault of a report, and a writer who mends what the feedback names."""

from collections import Counter

from core.simulated.asked import Asked
from core.simulated.reading.sentences import sentences
from core.simulated.skill import Built, Skill, fields, instructed
from core.simulated.writing import drafts, reviews

REPEATS = "Say what is repeated only once."
SATISFIED = "Clear, connected and complete. Nothing needs to change."
MOST_LOST = 3  # points lost for repeating oneself


def judged(asked: Asked) -> Built:
    """A mark by what can be measured, less for repeated sentences, with the worst fault as feedback."""
    task = asked.parts.block("task")
    if not task or "report" not in asked.instruction.lower():
        return None
    repeated = sum(count - 1 for count in Counter(_plain(one) for one in sentences(asked.text)).values())
    faults = [REPEATS] if repeated else []
    faults += [suggestion for _, suggestion in reviews.suggestions(asked.text, task)]
    score = round(1 + 9 * reviews.marks(asked.text, task).total) - min(MOST_LOST, repeated)
    return {"score": max(1, score), "feedback": faults[0] if faults else SATISFIED}


def polished(asked: Asked) -> Built:
    """The report with the fault mended that the feedback names."""
    feedback, task = asked.parts.block("feedback").lower(), asked.parts.block("task")
    text = asked.text
    if "repeat" in feedback or "only once" in feedback:
        text = _said_once(text)
    if any(word in feedback for word in ("connect", "link", "flow", "example", "figure", "add nothing", "longer")):
        text = reviews.improved(text, task)
    return drafts.polish(asked.about(text))


def _said_once(text: str) -> str:
    seen: set[str] = set()
    paragraphs = []
    for paragraph in text.split("\n\n"):
        kept = [one for one in sentences(paragraph) if _plain(one) not in seen]
        seen |= {_plain(one) for one in kept}
        paragraphs += [" ".join(kept)] if kept else []
    return "\n\n".join(paragraphs)


def _plain(sentence: str) -> str:
    return " ".join(sentence.lower().split())


SKILLS = (
    Skill("review of a report", fields("score", "feedback"), judged),
    Skill("report polished by feedback", instructed("polish", "report", "feedback"), polished),
)

"""Which label fits a text: shared stems with its name and description, everyday topics, and turns of phrase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.simulated import linear as re
from core.simulated.reading import events, mail, topics
from core.simulated.reading.words import stems

_FALLBACK = re.compile(
    r"\b(?:everything else|anything else|none of|otherwise|fallback|other|misc\w*|"
    r"general|normal|neither|unknown|rest|neutral)\b",
    re.IGNORECASE,
)
_LEVELS = (
    ("lowest", "trivial", "minor", "low", "none"),
    ("medium", "moderate", "normal", "mid"),
    ("high", "urgent", "major", "severe"),
    ("critical", "blocker", "highest", "emergency"),
)
FALLBACK_SCORE = 0.9
_TROUBLE = frozenset(("~broken", "~moneyback", "~giveback", "~damaged", "~where", "~upset", "~blocked"))
_COMMON = "need answer action today somebody someone unwanted advertising fraud reply now everything send want"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A label with how sure one can be (0 to 1), and all labels' scores."""

    label: str
    confidence: float
    scores: Mapping[str, float]


def choose(text: str, labels: Sequence[str], prompt: str = "") -> Chosen:
    """The label that fits `text` best. `prompt` may describe the labels (“refund: money back”)."""
    if is_scale(labels):
        scores = _scale(text, labels)
    else:
        scores = {label: _score(text, label, describe(label, labels, prompt)) for label in labels}
    best = max(labels, key=lambda label: scores[label])
    others = [score for label, score in scores.items() if label != best]
    lead = scores[best] - max(others, default=0.0)
    return Chosen(best, round(min(0.97, 0.55 + 0.4 * lead / (abs(lead) + 0.8)), 2) if others else 0.97, scores)


def near_ties(chosen: Chosen) -> list[str]:
    """The labels that another reader might as well have chosen."""
    best = chosen.scores[chosen.label]
    return [label for label, score in chosen.scores.items() if best - score <= max(0.25, best * 0.12)]


def is_scale(labels: Sequence[str]) -> bool:
    """Whether the labels are steps of one scale, as low, medium, high."""
    known = {word for level in _LEVELS for word in level}
    return len(labels) > 1 and all(label.lower() in known for label in labels)


@lru_cache(maxsize=512)
def _describe(label: str, others: tuple[str, ...], prompt: str) -> str:
    spoken = re.escape(label).replace("_", "[ _-]").replace(r"\-", "[ _-]")
    stop = "|".join(re.escape(one).replace("_", "[ _-]") for one in others if one != label) or r"[^\s\S]"
    match = re.search(
        rf"(?:^|[^\w-]){spoken}[”\"'’*`]*\s*(?:[:=–—]|-\s|\(|if\s|for\s|means\s|when\s)\s*(.*?)"
        rf"(?:[^\w-](?:{stop})[”\"'’*`]*\s*(?:[:=–—]|-\s|\(|if\s|for\s|means\s|when\s)|\.\s+[A-Z]|\n\s*\n|\Z)",
        prompt,
        re.IGNORECASE | re.DOTALL,
    )
    return match[1].strip() if match else ""


def describe(label: str, labels: Sequence[str], prompt: str) -> str:
    """What the prompt says about a label."""
    return _describe(label, tuple(labels), prompt[:4000])


def _score(text: str, label: str, description: str) -> float:
    said = stems(text) | topics.signs(text)
    name = label.replace("_", " ").replace("-", " ")
    if re.search(r"^(?:everything|anything) else|^the rest|^all other", description.strip(), re.IGNORECASE) or (
        _FALLBACK.search(name)
    ):
        named = len(said & (stems(description) - stems("everything anything else"))) * 0.3
        return FALLBACK_SCORE + named + (1.0 if "~offer" in said and not said & _TROUBLE else 0.0)
    if re.match(r"(?:not|no|non)\b", name, re.IGNORECASE):
        return FALLBACK_SCORE
    special = _calendar(text, name)
    if special is not None:
        return special
    pressing = mail.spam_or_urgent(text, name)
    if pressing is not None:
        return pressing + 1.0 * len((said & stems(description)) - stems(_COMMON))
    spoken = said & (stems(description) | topics.signs(description))
    known: frozenset[str] = frozenset()
    for topic in topics.topic_of(name) or topics.topic_of(description):
        known |= topics.words_of(topic)
    signs = sum(1.6 for one in said & known if one.startswith("~"))
    return 2.0 * len(said & stems(name)) + 1.2 * len(spoken) + len((said & known) - spoken) + signs


def _calendar(text: str, name: str) -> float | None:
    """Labels about calendar entries are told apart by what is to happen with the entry."""
    words = stems(name)
    if not words & stems("event calendar meeting appointment"):
        return None
    score = 4.0 * events.likelihood(text) if events.is_event(text) else 0.2
    changed = events.changes_something(text)
    if words & stems("modify change update reschedule edit cancel move delete"):
        return 3.0 + score if changed else 0.1
    return 0.4 * score if changed and words & stems("new create add schedule") else score


def _scale(text: str, labels: Sequence[str]) -> dict[str, float]:
    urgency = priority(text)
    return {label: 2.0 - abs(_level(label) - urgency) * 2 for label in labels}


def priority(text: str) -> float:
    """How much a message presses, 0 (can wait) to 3 (an emergency); 1 is everyday business."""
    found = topics.signs(text)
    if "~nohurry" in found and not found & {"~blocked", "~upset"}:
        return 0.0
    pressing = ("~hurry", "~upset", "~blocked")
    strong = sum(1 for one in pressing if one in found) + (0.5 if len(re.findall(r"\b[A-Z]{4,}\b", text)) > 1 else 0)
    if strong:
        return min(3.0, 1.5 + 0.5 * strong)
    eager = 1.0 if found & {"~broken", "~moneyback", "~where"} else 0.6
    return eager if found - {"~offer"} or not text.rstrip().endswith("?") else 0.3


def _level(label: str) -> float:
    return next(float(place) for place, words in enumerate(_LEVELS) if label.lower() in words)

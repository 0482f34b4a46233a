"""Group chat: the manager hears proposals, objections, answers and the minutes; the speakers keep to their part.

What is proposed comes from the goal: its parts, and the figures and conditions that somebody has to keep an eye on.
"""

from collections import Counter
from typing import NamedTuple

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading.sentences import ended, joined, sentences
from core.simulated.reading.words import content_words
from core.simulated.skill import Built, Skill, fields
from core.simulated.writing.paragraphs import inner
from core.simulated.writing.planning import aspects, topic_of

_PROPOSER = re.compile(r"\b(?:propos|suggest|invent|plan|idea|creat|design|build|find)", re.IGNORECASE)
_CRITIC = re.compile(
    r"\b(?:check|doubt|critic|review|risk|wrong|cost|object|scepti|skepti|question|test|limit|figure|fair|safe|legal|"
    r"challeng|budget|missing)",
    re.IGNORECASE,
)
_CLOSER = re.compile(
    r"\b(?:writ\w+ (?:it |everything )?(?:down|up)|sums? up|summar|conclu|minutes|final|agreed)", re.IGNORECASE
)
_ALWAYS = re.compile(
    r"\balways (?:pick|choose|ask|take) (?:the )?([\w .()-]+?)(?:\.|,|;|$| until| and )", re.IGNORECASE
)
_LIMIT = re.compile(
    r"(?:\d[\d.,:]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b)(?:\s+[^\W\d]\w*)?", re.IGNORECASE
)
_PLANS = (
    "we settle {point} first, because the rest depends on it",
    "one of us looks after {point} and tells the others",
    "we keep {point} simple and write a short list",
    "we try {point} out once beforehand",
)
_FAILS = "does not work out"
_ANSWERS = (
    "one of us has a second plan ready in case {kept} does not work out",
    "we write down {kept} and check every step against it before we decide",
)
_SETTLED = "That settles it for me; I have no objection any more."


class _Line(NamedTuple):
    speaker: str
    text: str


def _kind(part: str) -> str:
    """What a role does first of all, by the earliest word that tells; who only adds a point of view proposes."""
    kinds = (("proposer", _PROPOSER), ("critic", _CRITIC), ("closer", _CLOSER))
    found = [(match.start(), kind) for kind, pattern in kinds if (match := pattern.search(part))]
    return min(found)[1] if found else "proposer"


def _lines(text: str) -> list[_Line]:
    """The lines of a conversation, without those of the manager."""
    found = [re.match(r"([\w .()-]{1,40}): (.*)", one, re.DOTALL) for one in text.split("\n\n")]
    return [_Line(one[1], one[2]) for one in found if one and one[1] != "manager"]


def _objects(line: _Line) -> bool:
    return line.text.rstrip().endswith("?")


def _manage(asked: Asked) -> Built:
    """Proposals first, then each critic until it is content, then the others, at last who writes it down."""
    listed = re.findall(r"^- ([^:\n]+): (.+)$", asked.system, re.MULTILINE)
    if not listed:
        return None
    parts, lines = dict(listed), _lines(asked.text)
    always = _ALWAYS.search(asked.system)
    if always and always[1] in parts:
        return _choice(always[1], "go on, please.", lines, parts)
    speaker, request = _next(parts, lines)
    return _choice(speaker, request, lines, parts)


def _next(parts: dict[str, str], lines: list[_Line]) -> tuple[str, str]:
    """Who speaks next and what about; nobody when all is said."""
    kinds = {name: _kind(part) for name, part in parts.items()}
    spoken = Counter(one.speaker for one in lines)
    proposers = [name for name, kind in kinds.items() if kind == "proposer"] or list(parts)[:1]
    last = lines[-1] if lines else None
    if last is None:
        return proposers[0], "please make a first proposal."
    if _objects(last) and last.speaker not in proposers:
        return min(proposers, key=lambda name: spoken[name]), f"please answer {last.speaker}."
    objected = next((one.speaker for one in reversed(lines[:-1]) if kinds.get(one.speaker) == "critic"), "")
    if objected and len(lines) > 1 and _objects(lines[-2]) and lines[-2].speaker == objected:
        return objected, "does that settle it?"
    for name, kind in kinds.items():
        if kind == "critic" and not spoken[name]:
            return name, "what is missing or wrong?"
    for name in proposers:
        if not spoken[name]:
            return name, "what would you add?"
    closer = next((name for name, kind in kinds.items() if kind == "closer" and not spoken[name]), "")
    return closer, "please write down what was agreed."


def _choice(speaker: str, request: str, lines: list[_Line], parts: dict[str, str]) -> dict[str, object]:
    written = [one.text for one in lines if _kind(parts.get(one.speaker, "")) == "closer"]
    proposed = [one.text for one in lines if _kind(parts.get(one.speaker, "")) == "proposer"]
    result = written[-1] if written else "\n\n".join(proposed) or "Nothing has been agreed yet."
    return {
        "goal_reached": not speaker,
        "speaker": speaker or next(iter(parts)),
        "request": request if speaker else "thank you, that is all.",
        "result": result,
    }


def _is_speaker(asked: Asked) -> bool:
    known = {"you are", "your part", "goal"} <= set(asked.parts.labelled)
    return known and asked.request.schema is None and not asked.request.tools


def _speak(asked: Asked) -> Built:
    goal, part = asked.parts.block("goal"), asked.parts.block("your part")
    heard = [line for one in asked.messages if one.role == "user" for line in _lines(one.text)]
    own = [one.text for one in asked.messages if one.role == "assistant"]
    return {"proposer": _propose, "critic": _object, "closer": _write_down}[_kind(part)](goal, heard, own, part)


def _propose(goal: str, heard: list[_Line], own: list[str], part: str) -> str:
    """Answer an objection, else a plan for every part of the goal that nobody has spoken of."""
    if heard and _objects(heard[-1]):
        named = re.findall(r"“([^”]+)”", heard[-1].text) or ["it"]
        kept = joined([f"“{one}”" for one in named])
        change = _ANSWERS[0] if _FAILS in heard[-1].text else _ANSWERS[1]
        return f"{heard[-1].speaker} is right. I change the plan: {change.format(kept=kept)}."
    if re.search(r"\bnames?\b", goal, re.IGNORECASE) and not own:
        return _names(goal)
    said = " ".join([*own, *(one.text for one in heard)])
    points = [one for one in _points(goal) if one not in said]
    if not points:
        return f"I look at it from my side ({inner(part).rstrip('.')}) and would leave the plan as it is."
    plans = [_PLANS[place % len(_PLANS)].format(point=f"“{inner(one)}”") for place, one in enumerate(points)]
    return f"I propose: {'; '.join(plans)}."


def _names(goal: str) -> str:
    words = [one.capitalize() for one in content_words(re.sub(r"^.*?\bfor\b", "", topic_of(goal)))[:2]] or ["Together"]
    return f"I propose three names: “{words[0]} Corner”, “{' '.join(words)} & Friends”, “The {words[-1]} Table”."


def _object(goal: str, heard: list[_Line], own: list[str], part: str) -> str:
    """Ask once for the figures and conditions that nobody has named; then be content with an answer."""
    if own:
        return _SETTLED
    said = " ".join(one.text for one in heard)
    open_limits = [one for one in _limits(goal) if f"“{one}”" not in said][:3]
    if open_limits:
        return f"Nobody has said how we keep to {joined([f'“{one}”' for one in open_limits])}. How is that done?"
    worries = [one for one in _points(goal) if not re.match(r"(?:what|if|how|who)\b", one)] or ["it"]
    worry = worries[sum(_objects(one) for one in heard) % len(worries)]
    return f"Speaking as one who {inner(part).rstrip('.')}: what do we do if “{inner(worry)}” {_FAILS}?"


def _write_down(goal: str, heard: list[_Line], own: list[str], part: str) -> str:
    """What was proposed and answered, in a list."""
    kept = [one for one in heard if not _objects(one) and one.text != _SETTLED]
    listed = [f"- {one.speaker}: {ended(' '.join(sentences(one.text)))}" for one in kept]
    return "\n".join(["This is what we agreed on:", *listed])


def _points(goal: str) -> list[str]:
    return aspects(goal)[:5] or [topic_of(goal) or "the goal"]


def _limits(goal: str) -> list[str]:
    return list(dict.fromkeys(one.group().strip(" .,:") for one in _LIMIT.finditer(goal)))


SKILLS = (
    Skill("a chat's manager", fields("goal_reached", "speaker", "request", "result"), _manage),
    Skill("a speaker in a chat", _is_speaker, _speak),
)

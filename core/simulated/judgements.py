"""Decisions about a text: yes or no, which label, how sure, how good, how many."""

from collections.abc import Sequence

from core.simulated import linear as re
from core.simulated.reading import events, labels
from core.simulated.reading.identifiers import find_money, find_numbers
from core.simulated.reading.instructions import wishes
from core.simulated.reading.safety import risk_flags
from core.simulated.reading.times import minutes
from core.simulated.reading.topics import signs, topic_of, words_of
from core.simulated.reading.words import overlap, stems
from core.simulated.scope import Scope, Slot
from core.simulated.writing.grounded import ANSWERS_FROM, answer_from
from core.simulated.writing.reviews import marks

GOOD_ENOUGH = 0.75


def choose_label(scope: Scope, slot: Slot, options: Sequence[str]) -> str:
    """The label that fits; at a temperature, one of those nearly tied."""
    prompt = f"{scope.asked.instruction}\n{slot.description}"
    chosen = labels.choose(scope.text, options, prompt)
    if not labels.is_scale(options):
        scope.sure = min(scope.sure or 1.0, chosen.confidence)
    if scope.asked.warm:
        return scope.asked.pick(labels.near_ties(chosen), slot.name)
    return chosen.label


def decide(scope: Scope, slot: Slot) -> bool:
    """Yes or no to what the field asks: is it an event, is it safe, does the text mention this?"""
    for pattern, judge in _QUESTIONS:
        if slot.says(pattern):
            yes, sure = judge(scope, slot)
            scope.sure = min(scope.sure or 1.0, sure)
            return yes
    yes, sure = _mentions(scope, slot)
    scope.sure = min(scope.sure or 1.0, sure)
    return yes


def number(scope: Scope, slot: Slot, low: float | None, high: float | None) -> float | None:
    """The number the field asks for, None when the text has none. `low` and `high` are the bounds, for scores."""
    top = high if high is not None else 1.0
    bottom = low if low is not None else 0.0
    if slot.says("confidence|certainty|probability|sure|sureness|likelihood"):
        return bottom + (top - bottom) * (scope.sure if scope.sure is not None else _own_sureness(scope))
    if slot.says("rating|stars") and low is not None or slot.says("sentiment"):
        return bottom + (top - bottom) * _pleasure(scope.text)
    if slot.says("score|rating|quality|cohesion|coherence|grade|mark|marks|relevance|rank|stars|readability"):
        return bottom + (top - bottom) * marks(scope.text, scope.asked.parts.block("task", "topic", "goal")).total
    if slot.says("priority|urgency|severity|importance"):
        return bottom + (top - bottom) * labels.priority(scope.text) / 3
    if slot.means("minutes|duration|hours?|how long"):
        return _duration(scope, slot)
    if slot.says("words|word count|length"):
        return _words(scope)
    if slot.says("amount|price|total|cost|sum|budget|fee"):
        money = find_money(scope.text)
        return money[0] if money else _first_number(scope)
    if slot.says("number|section|index|place|position|step|id") and low is not None and low >= 0:
        return scope.number
    if slot.says("year"):
        return next((one for one in find_numbers(scope.text) if 1900 <= one <= 2100), None)
    near = _beside(scope.text, slot)
    return near if near is not None else _first_number(scope)


def _pleasure(text: str) -> float:
    """How pleased a review sounds, 0 to 1."""
    scores = labels.choose(text, ("positive", "negative")).scores
    return min(1.0, max(0.0, 0.5 + 0.25 * (scores["positive"] - scores["negative"])))


def _duration(scope: Scope, slot: Slot) -> float | None:
    found = minutes(scope.text)
    if found is None:
        usual = re.search(r"\bassume (\d+)\b", scope.asked.instruction)
        found = int(usual[1]) if usual else None if slot.optional else round(60 / max(1, scope.among))
    if found is not None and slot.means("hours?") and not slot.means("minutes"):
        return found / 60
    return found


def _words(scope: Scope) -> float:
    wish = wishes(scope.asked.instruction)
    asked = re.search(r"\b(\d+) words", scope.asked.instruction)
    whole = int(asked[1]) if asked else wish.most_words or len(scope.text.split())
    return round(whole / max(1, scope.among))


def _beside(text: str, slot: Slot) -> float | None:
    """The number next to the field's own word: “3 guests”, “guests: 3”."""
    word = re.escape(slot.words.split()[-1].rstrip("s"))
    match = re.search(
        rf"\b(\d+(?:\.\d+)?)\s+{word}|\b{word}s?\W{{1,3}}(?:is |are |of )?(\d+(?:\.\d+)?)", text, re.IGNORECASE
    )
    return float(match[1] or match[2]) if match else None


def _first_number(scope: Scope) -> float | None:
    found = find_numbers(scope.text)
    return found[0] if found else None


def _own_sureness(scope: Scope) -> float:
    if re.search(r"\b(?:event|calendar|meeting|appointment)\b", scope.asked.instruction, re.IGNORECASE):
        return events.sureness(scope.text)
    return round(min(0.95, 0.5 + len(stems(scope.text)) / 40), 2)


def _event(scope: Scope, _: Slot) -> tuple[bool, float]:
    return events.is_event(scope.text), events.sureness(scope.text)


def _safe(scope: Scope, _: Slot) -> tuple[bool, float]:
    flags = risk_flags(scope.text)
    return not flags, 0.95 if len(flags) != 1 else 0.88


def _unsafe(scope: Scope, slot: Slot) -> tuple[bool, float]:
    safe, sure = _safe(scope, slot)
    return not safe, sure


def _spam(scope: Scope, _: Slot) -> tuple[bool, float]:
    chosen = labels.choose(scope.text, ("spam", "normal"))
    return chosen.label == "spam", chosen.confidence


def _urgent(scope: Scope, _: Slot) -> tuple[bool, float]:
    press = labels.priority(scope.text)
    return press >= 1.9, min(0.95, 0.6 + abs(press - 1.5) / 4)


def _positive(scope: Scope, _: Slot) -> tuple[bool, float]:
    chosen = labels.choose(scope.text, ("positive", "negative"))
    return chosen.label == "positive", chosen.confidence


def _answerable(scope: Scope, _: Slot) -> tuple[bool, float]:
    documents = scope.asked.parts.documents
    if not documents:
        return len(stems(scope.text)) > 2, 0.6
    covered = answer_from(documents, scope.text).covered
    return covered >= ANSWERS_FROM, 0.6 + abs(covered - ANSWERS_FROM) * 0.7


def _good(scope: Scope, _: Slot) -> tuple[bool, float]:
    total = marks(scope.text, scope.asked.parts.block("task", "topic", "goal")).total
    return total >= GOOD_ENOUGH, 0.6 + abs(total - GOOD_ENOUGH)


def _complete(scope: Scope, _: Slot) -> tuple[bool, float]:
    return len(stems(scope.text)) > 2, 0.7


def _question(scope: Scope, _: Slot) -> tuple[bool, float]:
    return "?" in scope.text, 0.9


def _mentions(scope: Scope, slot: Slot) -> tuple[bool, float]:
    """Whether the text shares a word, or a topic, with what the field asks."""
    asked = stems(
        re.sub(r"^(?:is|has|are|was|does|can|should|needs?|wants?|contains?|mentions?|whether) ", "", slot.words)
    )
    said = stems(scope.text) | signs(scope.text)
    if asked & said:
        return True, 0.85
    for topic in topic_of(slot.words) or topic_of(slot.description):
        enough = 1 if slot.says("mentions?") else 2
        if len(words_of(topic) & said) >= enough or any(one.startswith("~") for one in words_of(topic) & said):
            return True, 0.75
    shared = overlap(stems(re.sub(r"\bwhether\b|\btext\b|\bmessage\b", "", slot.description)), stems(scope.text))
    return shared >= 0.4, 0.7


_QUESTIONS = (
    (r"is (?:\w+ )?(?:event|meeting|appointment|calendar)\b.*|is calendar.*|.*\bevent", _event),
    (r"(?:is )?safe|(?:is )?harmless|(?:is )?allowed", _safe),
    (r"(?:is )?(?:unsafe|injection|malicious|dangerous|attack|jailbreak|suspicious|harmful).*", _unsafe),
    (r"(?:is )?(?:spam|phishing|scam|junk)", _spam),
    (r"(?:is )?(?:urgent|critical|emergency)|needs? (?:immediate )?(?:attention|escalation)|escalate", _urgent),
    (r"(?:is )?(?:positive|happy|satisfied)|(?:would )?recommend(?:ed|s)?", _positive),
    (r"(?:is )?answerable|can (?:be )?answer(?:ed)?|has answer|grounded|supported", _answerable),
    (r"(?:is )?(?:approved|accepted|acceptable|good|good enough|passes|passed|pass|valid|correct|satisfactory|ok|done|"
     r"finished|verified|solved|resolved)|meets \w+", _good),
    (r"(?:is )?complete|success|successful|understood", _complete),
    (r"(?:is )?(?:a )?question", _question),
)  # fmt: skip

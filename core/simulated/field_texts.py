"""Texts by what a field is called: answers, titles, descriptions, feedback, whole messages."""

from core.simulated import linear as re
from core.simulated.reading.sentences import ended, sentences, summary
from core.simulated.scope import Scope, Slot
from core.simulated.writing import planning, reviews
from core.simulated.writing.grounded import answer_from
from core.simulated.writing.questions import question_for
from core.simulated.writing.writer import write

_GREETING = re.compile(r"^(?:hello|hi|hey|dear \w+|good (?:morning|afternoon|evening))\b[\s,!.]*", re.IGNORECASE)


def cleaned(text: str) -> str:
    """The text without its greeting, on one line."""
    return " ".join(_GREETING.sub("", text.strip()).split())


def description(scope: Scope, slot: Slot) -> str:
    """The matter in the writer's own words; in one sentence where that is asked."""
    text = cleaned(scope.text)
    if slot.means("one sentence|short|summary|brief") and len(sentences(text)) > 1:
        best = ended(summary(text, 1)[0])
        return best if len(best) < 240 else best[:237].rsplit(" ", 1)[0] + "…"
    return text if len(text) < 2000 else " ".join(summary(text, 5))


def answer(scope: Scope, slot: Slot) -> str:
    documents = scope.asked.parts.documents
    if documents:
        return answer_from(documents, scope.text, scope.asked.wishes.sentences or 3).text
    return _few_words(scope) if slot.means("few words|one word|as few") else write(scope.asked)


def _few_words(scope: Scope) -> str:
    from core.simulated.reading.choices import answer_shortly

    return answer_shortly(scope.asked)


def question(scope: Scope, slot: Slot) -> str:
    said = sentences(scope.text)
    asked = next((one for one in said if one.endswith("?")), None)
    if asked is not None:
        return re.sub(r"^[^:?]{1,40}:\s{0,9}(?=[A-Z])", "", asked)
    return next((made for one in said if (made := question_for(one))), f"What about {planning.topic_of(scope.text)}?")


def title(scope: Scope, slot: Slot) -> str:
    return planning.title_from(cleaned(scope.text))


def topic(scope: Scope, slot: Slot) -> str:
    return planning.topic_of(cleaned(scope.text)) or "nothing in particular"


def feedback(scope: Scope, slot: Slot) -> str:
    return reviews.feedback(scope.text, scope.asked.parts.block("task", "topic", "goal"))


def improved(scope: Scope, slot: Slot) -> str:
    return reviews.improved(scope.text, scope.asked.parts.block("task", "topic", "goal"))


def language(scope: Scope, slot: Slot) -> str:
    from core.simulated.reading.languages import language_of

    return language_of(scope.text)


def style(scope: Scope, slot: Slot) -> str:
    match = re.search(r"\bin (?:an? )?([\w ]+?) style\b|\b([\w ]+?) tone\b", scope.asked.instruction)
    return (
        f"In {(match[1] or match[2]).strip()} style, plain words, short sentences."
        if match
        else "Plain words, short sentences."
    )


def audience(scope: Scope, slot: Slot) -> str:
    match = re.search(
        r"\bfor ((?:people|readers|beginners|experts|house|home|children|students|"
        r"parents|owners|teachers|\w+ers)\b[^.,;]*)",
        scope.text,
    )
    return match[1] if match else "readers who are new to the topic"


def whole_text(scope: Scope, slot: Slot) -> str:
    return write(scope.asked)

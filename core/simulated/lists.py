"""Lists by what a field is called: people, questions, points, tags, sources; and the parts a text has."""

from collections.abc import Callable

from core.simulated import linear as re
from core.simulated.reading.dates import find_dates
from core.simulated.reading.identifiers import find_emails, find_ids, find_numbers
from core.simulated.reading.instructions import any_count, asked_count
from core.simulated.reading.people import find_people, introduced
from core.simulated.reading.prompt_parts import Document
from core.simulated.reading.safety import risk_flags
from core.simulated.reading.sentences import ended, list_items, relevant, sentences, summary
from core.simulated.reading.words import content_words
from core.simulated.scope import Scope, Slot
from core.simulated.writing import planning
from core.simulated.writing.grounded import answer_from, supporting
from core.simulated.writing.questions import questions_about
from core.simulated.writing.reviews import suggestions

Lister = Callable[[Scope, Slot, int], list[str]]
USUAL_COUNT = 3
MOST = 30


def strings(scope: Scope, slot: Slot, low: int, high: int | None) -> list[str]:
    """The strings for a list field, as many as the prompt asks for, within the bounds."""
    count = wanted(scope, slot, low, high)
    for pattern, lister in _BY_NAME:
        if slot.says(pattern):
            return lister(scope, slot, count)
    return _anything(scope, slot, count)


def units(scope: Scope, slot: Slot, low: int, high: int | None) -> list[str]:
    """The texts of the parts that a list of objects is about: wishes, sections, subtasks, suggestions, people."""
    asked = _asked_for(scope, slot)
    count = wanted(scope, slot, low, high)
    text = scope.text
    if slot.says("edits|suggestions|issues|problems|corrections"):
        return [said for _, said in suggestions(text)][: asked or count]
    if slot.says("people|participants|attendees|persons|contacts|guests|members"):
        return find_people(text)
    if slot.says("changes|updates|modifications"):
        return [text]
    if slot.says("questions|faqs?|entries|cards|quiz"):
        return questions_about(_documents(scope), text, count)
    if slot.says("sections|chapters|paragraphs|parts|steps|stages|points|ideas|options|slides|subtasks|topics"):
        return [f"{title}: {question}" for title, question in planning.parts_of_task(text, asked or count)]
    if asked:
        return (planning.split_wishes(text) + planning.points(text, asked))[:asked]
    return (list_items(text) or planning.split_wishes(text))[: high or MOST]


def wanted(scope: Scope, slot: Slot, low: int, high: int | None) -> int:
    """How many items: what the prompt asks for, else a usual number; within the bounds."""
    count = _asked_for(scope, slot) or max(low, USUAL_COUNT)
    return min(max(count, low), high if high is not None else MOST)


def _asked_for(scope: Scope, slot: Slot) -> int | None:
    noun = slot.words.split()[-1].rstrip("s")
    for said in (scope.asked.instruction, slot.description, scope.text[:300]):
        if (count := asked_count(said, noun)) is not None:
            return min(count, MOST)
    count = any_count(scope.asked.instruction)
    return min(count, MOST) if count is not None and slot.says(_COUNTED) else None


def _documents(scope: Scope) -> tuple[Document, ...]:
    return scope.asked.parts.documents or (Document("the text", scope.text),)


def _questions(scope: Scope, slot: Slot, count: int) -> list[str]:
    if not scope.asked.parts.documents:
        asked = [one for one in sentences(scope.text) if one.endswith("?")]
        if asked:
            return asked[:count]
        return [question for _, question in planning.parts_of_task(scope.text, count)]
    return questions_about(_documents(scope), scope.text, count)


def _sources(scope: Scope, slot: Slot, count: int) -> list[str]:
    """Every document that supports the text; for a question, those its answer comes from."""
    documents = scope.asked.parts.documents
    found = supporting(documents, scope.text)
    if not found or scope.text.rstrip().endswith("?"):
        found = list(answer_from(documents, scope.text).sources) or found
    return [one.name if slot.says("ids?|cited ids") else one.title for one in found]


def _added(scope: Scope, slot: Slot, count: int) -> list[str]:
    return introduced(scope.text, r"add|adding|invite|include|bring(?: in)?|plus")


def _removed(scope: Scope, slot: Slot, count: int) -> list[str]:
    return introduced(scope.text, r"remove|removing|take|drop|without|uninvite|kick out")


def _tags(scope: Scope, slot: Slot, count: int) -> list[str]:
    words = [word for word in content_words(scope.text) if len(word) > 3]
    return sorted(words, key=lambda word: (-scope.text.lower().count(word), words.index(word)))[:count]


def _key_points(scope: Scope, slot: Slot, count: int) -> list[str]:
    written = next((value for value in scope.filled.values() if isinstance(value, str) and len(value) > 40), scope.text)
    return list(summary(written, count))


def _points(scope: Scope, slot: Slot, count: int) -> list[str]:
    return list_items(scope.text)[:count] or planning.points(scope.text, count)


def _steps(scope: Scope, slot: Slot, count: int) -> list[str]:
    """The steps the text lists or its own aspects, then those that any piece of work takes."""
    own = list_items(scope.text) or planning.aspects(scope.text)
    return [ended(one) for one in (*own, *_USUAL_STEPS)][:count]


def _suggestions(scope: Scope, slot: Slot, count: int) -> list[str]:
    return [said for _, said in suggestions(scope.text)][:count]


def _anything(scope: Scope, slot: Slot, count: int) -> list[str]:
    """The items of a list in the text, what follows the field's own name, or the sentences nearest to it."""
    if items := list_items(scope.text):
        return items
    listed = re.search(rf"\b{re.escape(slot.words)}\b\s*(?::|are|=)\s*([^.\n]+)", scope.text, re.IGNORECASE)
    if listed:
        return [one.strip() for one in re.split(r",\s*(?:and\s+)?|\s+and\s+", listed[1]) if one.strip()]
    near = relevant(f"{slot.words} {slot.description}", sentences(scope.text), count)
    return [ended(one) for one in near]


_USUAL_STEPS = (
    "Agree on what is to be reached, and by when",
    "Collect what is needed and ask who can help",
    "Share the work out and begin with the hardest part",
    "Look at the first result together and correct it",
    "Finish it and check every detail",
    "Tell everybody concerned and thank them",
    "Write down what went well for the next time",
)
_COUNTED = (
    r"questions|points|ideas|items|steps|sections|subtasks|tasks|titles|entries|tags|keywords|options|suggestions|"
    r"reasons|examples|names|concepts|topics|faqs?|outline|bullets|values|themes|parts|stages|slides"
)
_BY_NAME: tuple[tuple[str, Lister], ...] = (
    (r"(?:\w+ )?(?:to )?add(?:ed)?", _added),
    (r"(?:\w+ )?(?:to )?removed?", _removed),
    (r"participants|attendees|people|guests|invitees|persons|members|team|who", lambda s, f, n: find_people(s.text)),
    (r"questions", _questions),
    (r"sources|citations|cited ids|cited|references|titles|documents|supporting \w+", _sources),
    (r"risk flags|flags|risks|threats|violations|warnings", lambda s, f, n: risk_flags(s.text)),
    (r"tags|keywords|labels|categories|themes|topics|values", _tags),
    (r"key points|highlights|takeaways|findings|facts|lessons", _key_points),
    (r"suggestions|improvements|edits|feedback|issues|problems", _suggestions),
    (r"steps|stages|actions|milestones", _steps),
    (r"points|outline|sections|ideas|parts|options|agenda|plan|bullets", _points),
    (r"subtasks|tasks|wishes|requests|todos|action items|actions", lambda s, f, n: planning.split_wishes(s.text)),
    (r"dates|days", lambda s, f, n: [one.words for one in find_dates(s.text, s.asked.today)]),
    (r"emails|e mails|addresses", lambda s, f, n: find_emails(s.text)),
    (r"ids|\w+ ids|\w+ numbers", lambda s, f, n: find_ids(s.text)),
    (r"numbers|amounts", lambda s, f, n: [f"{one:g}" for one in find_numbers(s.text)]),
)  # fmt: skip

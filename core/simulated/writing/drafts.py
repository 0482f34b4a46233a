"""Texts on a topic: outline, draft, polish, and small pieces such as a greeting or an invitation."""

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading.dates import find_dates
from core.simulated.reading.instructions import any_count, asked_count
from core.simulated.reading.people import find_people
from core.simulated.reading.sentences import ended, joined, list_items, sentences
from core.simulated.reading.words import content_words
from core.simulated.writing.manners import plain
from core.simulated.writing.paragraphs import inner, paragraph
from core.simulated.writing.planning import is_thin, points, title_from, topic_of


def outline(asked: Asked) -> str:
    """A numbered outline with as many points as are asked for."""
    count = (
        asked_count(asked.instruction, "point", "section", "part", "item", "idea") or any_count(asked.instruction) or 3
    )
    listed = points(asked.text, count)
    return "\n".join([title_from(asked.text), *(f"{number}. {one}" for number, one in enumerate(listed, 1))])


def draft(asked: Asked) -> str:
    """A paragraph for each point of an outline; for a bare topic, for each of its usual points."""
    listed = list_items(asked.text) or points(asked.text, 3)
    first = asked.text.strip().splitlines()[0] if asked.text.strip() else ""
    topic = inner(first.rstrip(".:") if list_items(asked.text) and first not in listed else topic_of(asked.text))
    return "\n\n".join(paragraph(one, topic, number) for number, one in enumerate(listed))


def section(asked: Asked) -> str:
    """One section of a longer text: a paragraph for its point, as long as it is asked to be."""
    about = re.search(r"\babout ([^\d\n].*?)(?: for |, in |\.|\n|$)", asked.instruction)
    point = asked.text.partition(":")[0] if re.match(r"[^:?]{1,60}:", asked.text) else asked.text
    topic = inner(topic_of(about[1] if about else asked.text))
    before = [one for one in asked.parts.block("sections before", "before").split("\n") if len(one.split()) > 5]
    return paragraph(point, topic, len(before), asked.wishes.least_words or 0)


def polish(asked: Asked) -> str:
    """The same text with its flourishes out and its loose ends tied."""
    paragraphs = [one for one in re.split(r"\n\s*\n", asked.text.strip()) if one.strip()]
    return "\n\n".join(" ".join(ended(plain(one)) for one in sentences(text)) for text in paragraphs)


def compose(asked: Asked) -> str:
    """A small piece from a one-line wish: greeting, invitation, name, description."""
    text = asked.text
    if is_thin(text):
        return "Please say in a few words what the text should be about."
    if re.search(r"\binvit", text, re.IGNORECASE):
        return _invitation(text)
    if re.search(r"\b(?:greeting|birthday|congratulat|card|thank[- ]you|toast)\b", text, re.IGNORECASE):
        return _greeting(text)
    if re.search(r"\b(?:suggest|find|invent|give)\b.*\b(?:names?|titles?|slogans?)\b", text, re.IGNORECASE):
        return name_for(asked)
    return _piece(asked)


def name_for(asked: Asked) -> str:
    """A name made from the words of what it is for."""
    purpose = re.split(r"\bfor\b|\bthat\b|\bof\b", asked.text, maxsplit=1)[-1]
    words = [word for word in content_words(purpose) if len(word) > 3][:4] or ["New", "Start"]
    key = words[-1].rstrip("s").capitalize()
    return asked.pick(
        [f"{key} & Co.", f"The {key} Corner", f"The Merry {key}", f"{key} House", f"Round the {key}"], "name"
    )


def _invitation(text: str) -> str:
    guests = re.search(
        r"\binvite\s+((?:the |our |my |all )?[\w'’ ]+?)\s+to\s+(?:an?|the|our|my)?\s*([^.!?]+)", text, re.IGNORECASE
    )
    whom, what = (guests[1], guests[2]) if guests else ("everybody", topic_of(text))
    return (
        f"Dear {re.sub(r'^(?:the|our|my|all) ', '', whom)}, please come to our "
        f"{what.strip()}. We would love to see you there."
    )


def _greeting(text: str) -> str:
    people = find_people(text)
    name = people[0] if people else "friend"
    loves = re.search(r"\b(?:loves?|likes?|enjoys?|is fond of|adores)\s+([\w ]+)", text)
    wish = f"May your year be full of {loves[1].strip()}" if loves else "May the year bring you joy"
    occasion = (
        "Happy birthday"
        if "birthday" in text.lower()
        else "Thank you"
        if "thank" in text.lower()
        else "Congratulations"
    )
    return f"{occasion}, {name}!\n{wish} and good company."


def _piece(asked: Asked) -> str:
    words = [word for word in content_words(topic_of(asked.text)) if len(word) > 2]
    when = find_dates(asked.text, asked.today)
    topic = inner(topic_of(asked.text))
    said = asked.pick(
        (
            "There is more to {topic} than one sees at first.",
            "Picture {topic}, and take your time.",
            "This is about {topic}.",
        ),
        "piece",
    ).format(topic=topic)
    second = (
        f"What stays in mind is {joined(words[:3])}." if len(words) > 1 else "What stays in mind is how simple it is."
    )
    third = f"It is set for {when[0].words}." if when else "Look closely and you notice something new each time."
    return f"{said} {second} {third}"

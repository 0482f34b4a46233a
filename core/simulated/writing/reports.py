"""Texts that bring other texts together: summaries and reports."""

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading.instructions import asked_count
from core.simulated.reading.people import sender
from core.simulated.reading.sentences import ended, list_items, sentences, summary
from core.simulated.writing.planning import topic_of

_LINKS = ("", "As for {title}: ", "Then there is {title}: ", "Finally, {title}: ")


def summarize(asked: Asked) -> str:
    """The sentences that say most, in the text's order."""
    most = asked.wishes.sentences or asked_count(asked.instruction, "point", "bullet") or 2
    said = re.sub(
        r"^[^.:\n]{0,60}\b(?:summar\w+|sum up|shorten)\b[^.:\n]{0,40}:\s*", "", asked.text, flags=re.IGNORECASE
    )
    asked = asked.about(said)
    source = asked.text if len(sentences(asked.text)) > 1 else _material(asked) or asked.text
    return " ".join(ended(one) for one in summary(source, most)) or "There is nothing to sum up."


def report(asked: Asked) -> str:
    """One text from the findings in the prompt or the message; nothing is left out."""
    documents = asked.parts.documents
    if not documents:
        return _from_items(asked)
    topic = topic_of(asked.text)
    opening = f"This report is about {topic}." if topic else ""
    if re.match(r"(?:where|when|how|what|which|who|why)\b", topic, re.IGNORECASE):
        opening = f"This report answers a question: {topic}?"
    paragraphs = [
        f"{_LINKS[min(place, 3) if place < len(documents) - 1 else 3 if place else 0].format(title=_inner(one.title))}"
        f"{' '.join(sentences(one.text))}"
        for place, one in enumerate(documents)
    ]
    return "\n\n".join([opening, *paragraphs]).strip()


def email(asked: Asked) -> str:
    """An e-mail to the person who wrote, with every outcome of the prompt in it."""
    name = sender(asked.text)
    items = list_items(asked.system) or list(sentences(_material(asked) or asked.text))
    hello = f"Dear {name}," if name else "Dear customer," if "formal" in asked.wishes.tones else "Hello,"
    body = "\n".join(f"- {ended(one)}" for one in items)
    close = "" if asked.wishes.signer else "\n\nKind regards,\nYour customer service"
    return (
        f"{hello}\n\nthank you for your message. Here is what we "
        f"found:\n\n{body}\n\nPlease write again if anything is open.{close}"
    )


def _inner(title: str) -> str:
    """A title within a sentence; numbers of orders and abbreviations keep their capitals."""
    return " ".join(one if sum(sign.isupper() for sign in one) > 1 else one.lower() for one in title.split())


def _from_items(asked: Asked) -> str:
    items = list_items(asked.system) or list_items(asked.text)
    if items:
        return " ".join(ended(one) for one in items)
    material = _material(asked) or asked.text
    return " ".join(ended(one) for one in sentences(material)) or "There is nothing to report."


def _material(asked: Asked) -> str:
    return "\n".join(text for text in asked.parts.labelled.values() if len(text.split()) > 4)

"""Agents at a desk: a reply to a customer that tells the facts which were found, and no others."""

from collections.abc import Sequence

from core.simulated import linear as re
from core.simulated.agent_turn import open_questions, with_context
from core.simulated.asked import Asked
from core.simulated.reading.people import sender
from core.simulated.reading.prompt_parts import Document
from core.simulated.reading.sentences import ended, sentences
from core.simulated.reading.topics import signs
from core.simulated.skill import Skill
from core.simulated.writing.grounded import answer_from
from core.simulated.writing.manners import obey

LONGEST_FACT = 30  # words; a longer one is an entry with a title
LONGEST_TITLE = 80  # characters
SENTENCES_OF_ENTRIES = 2


def serves(asked: Asked) -> bool:
    """A free text to a customer, with the facts it may use."""
    asks = asked.request.schema is None and not asked.request.tools
    return (
        asks
        and "facts" in asked.parts.labelled
        and bool(re.search(r"\bcustomer|\breply|\banswer", asked.system, re.IGNORECASE))
    )


def answer(asked: Asked) -> str:
    """Greeting, regret where it is due, the facts, and what is still to be said."""
    lines = [re.sub(r"^[-*•]\s*", "", one.strip()) for one in _facts_given(asked).splitlines()]
    facts = [*_plain_facts(lines), *_from_entries(lines, asked.text)]
    if any(one.startswith("The agent") for one in lines):
        facts.append("Some of it I could not find out yet.")
    if not facts:
        facts.append("I cannot say anything about it yet; a colleague looks into it and writes to you.")
    missing = any(one.startswith("There is no") for one in facts)
    last = "Could you check that and write again?" if missing else "Do write again if anything is left open."
    return obey(" ".join([_head(asked), *facts, last]), asked.wishes)


def _head(asked: Asked) -> str:
    late = re.search(
        r"\b(?:late|should have|still (?:not|no|waiting)|too (?:small|big|large|tight))\b", asked.text, re.IGNORECASE
    )
    trouble = late or signs(asked.text) & {"~upset", "~broken", "~damaged"}
    name = sender(asked.text)
    thanks = f"Hello{f' {name}' if name else ''}, thank you for your message."
    return f"{thanks} I am sorry for the trouble." if trouble else thanks


def _facts_given(asked: Asked) -> str:
    """The facts of the prompt; an entry with a title of one word (“Warranty: …”) after them is one of them."""
    labelled = list(asked.parts.labelled.items())
    first = next(place for place, (label, _) in enumerate(labelled) if "facts" in label)
    entries = [
        f"{label.capitalize()}: {text}" for label, text in labelled[first + 1 :] if _is_entry(f"{label}: {text}")
    ]
    return "\n".join([labelled[first][1], *entries])


def _plain_facts(lines: Sequence[str]) -> list[str]:
    """The short facts; of an error what is missing, not what the tool advises."""
    facts = [one for one in lines if one and not _is_entry(one) and not one.startswith("The agent")]
    told = [sentences(one)[0] if one.startswith("There is no") else one for one in facts]
    return [
        ended(one)
        for one in dict.fromkeys(told)
        if not re.match(r"\W*(?:none|nothing was found)\b", one, re.IGNORECASE)
    ]


def _from_entries(lines: Sequence[str], message: str) -> list[str]:
    """What the longer entries say to the questions in the message."""
    entries = [Document(*one.split(": ", 1)) for one in lines if _is_entry(one)]
    if not entries:
        return []
    asks = [with_context(one, message) for one in open_questions(message)]
    if len(asks) < 2:
        found = answer_from(entries[:1], " ".join(asks) or message, SENTENCES_OF_ENTRIES)
        return [found.text if found.sources else ended(sentences(entries[0].text)[0])]
    told = [answer_from(entries, one, SENTENCES_OF_ENTRIES) for one in asks]
    return list(dict.fromkeys(one.text for one in told if one.sources)) or [ended(sentences(entries[0].text)[0])]


def _is_entry(line: str) -> bool:
    return len(line.split()) > LONGEST_FACT and ": " in line[:LONGEST_TITLE]


SKILLS = (Skill("a reply from facts", serves, answer),)

"""Storefront promoter: summary, ideas, concept and e-mail, from whatever the page and the steps before say.

Like a hurried reader, the model takes in the first part of a long page only; told what it missed, it reads to the end.
"""

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading import shops
from core.simulated.reading.instructions import any_count
from core.simulated.reading.sentences import ended, joined, relevant
from core.simulated.reading.words import words
from core.simulated.skill import Built, Skill, fields, instructed
from core.simulated.writing.manners import obey, with_words

FIRST_LOOK = 3200
MOST_IDEAS = 8
_SUBJECT = (
    r"\b(?:writ\w{0,9}|give|find|choose|make|need|want|suggest|propose|compose)\b[^.:\n]{0,30}\bsubject(?! and\b)"
)
HEADLINES = (
    (r"award|prize|medal|of the year|jury", "A prize worth telling"),
    (r"apprentic|trainee|school|pupil", "Those who learn here"),
    (r"paid|wage|pay\b", "What fair pay looks like"),
    (r"gave|give|donat|charit|free of charge|hospital", "Given away, and glad of it"),
    (r"neighbour|village|street|famil", "Good neighbours"),
    (r"repair|spare|stock|refill|warranty|guarantee|lifetime|ten years", "Made to last"),
    (r"publish|schematics|open source|composition", "Nothing to hide"),
)


def said(text: str, label: str) -> str:
    """What stands after `label:` in a text of names and values; empty if nothing does."""
    found = re.search(rf"^[ \t-]*{label}:[ \t]*(\S.*)$", text, re.IGNORECASE | re.MULTILINE)
    return "" if found is None or found[1] == "(none)" else found[1].strip()


def listed(text: str, label: str) -> list[str]:
    """The items of the list under `label:`."""
    found = re.search(rf"^[ \t]*{label}:[ \t]*\n((?:[ \t]*- .*\n?)+)", text, re.IGNORECASE | re.MULTILINE)
    return [line.strip(" -\t") for line in found[1].splitlines()] if found else []


def _summary(asked: Asked) -> Built:
    feedback = re.search(r"\bfeedback\b[^:]*:\s*(.+)", asked.system, re.IGNORECASE | re.DOTALL)
    missed = feedback[1].strip() if feedback and "none yet" not in feedback[1] else ""
    text = asked.text if missed else asked.text[:FIRST_LOOK]
    worthy = shops.praiseworthy(text)
    best = (relevant(missed, worthy, 1) if missed else worthy[:1]) or worthy[:1] or [""]
    sold = shops.goods(text)
    more = ", among other things" if len(sold) > 3 else ""
    return {
        "name": shops.shop_name(text),
        "sells": ended(f"{joined(sold[:3])}{more}")
        if sold
        else ended(next(iter(shops.prose(text)), " ".join(text.split())[:120])),
        "tone": shops.manner(text),
        "values": [one for one in shops.stands_for(text, 4) if one != best[0]][:3],
        "themes": shops.recurring(text),
        "praiseworthy": best[0],
        "notable": shops.news(text, best[0]),
    }


def _ideas(asked: Asked) -> Built:
    text = asked.text
    if not said(text, "name") and not said(text, "sells"):
        return None
    name = said(text, "name") or "the shop"
    sold = said(text, "sells").rstrip(".").removesuffix(", among other things") or "what they sell"
    worthy, notable = said(text, "praiseworthy"), said(text, "notable")
    themes, values = listed(text, "themes"), listed(text, "values")
    made = [(_headline(worthy), f"A feature with pictures about {name}, built on this: {worthy}")] if worthy else []
    made += [("In their own words", f"A talk with {name} about what they hold by: {one}") for one in values[:1]]
    made += [("What is new", f"A short notice with {name} about this: {notable}")] if notable else []
    made += [(f"An evening on {one}", f"An open evening at {name} on {one}, with {sold}.") for one in themes]
    made += [
        ("Try it for a week", f"Twelve readers try {sold} for a week and write about it honestly."),
        ("Behind the counter", f"A visit to {name}, from the first customer to the last."),
        ("A parcel for two", f"A small set from {name}, one to keep and one to give away."),
    ]
    count = min(any_count(asked.instruction) or 3, MOST_IDEAS)
    return {"ideas": [{"name": title, "pitch": ended(pitch)} for title, pitch in made[:count]]}


def _concept(asked: Asked) -> Built:
    ideas = re.findall(r"^\s*- name: (.+)\n\s+pitch: (.+)$", asked.text, re.MULTILINE)
    store = re.search(r"\bstore (\S+)", asked.instruction)
    if not ideas or store is None:
        return None
    name, pitch = max(ideas, key=lambda idea: shops.praise(idea[1]))
    why = "it builds on what the page itself can be proud of" if shops.praise(pitch) >= 1 else "it is the easiest to do"
    return {
        "name": name,
        "concept": f"{pitch} We would write it, take the pictures and show it to our readers for a month.",
        "rationale": f"Of the {len(ideas)} ideas, {why}.",
        "store_id": store[1].strip(".,:;"),
    }


def _strategy(asked: Asked) -> Built:
    text = asked.text
    fact = _fact(text)
    idea = said(text, "concept")
    if not (fact or idea or said(text, "sells")):
        return None
    name = next((one for one in re.findall(r"^name: (.+)$", text, re.MULTILINE)), "the idea")
    return {
        "angle": fact or idea or said(text, "sells"),
        "tone": said(text, "tone") or shops.PLAIN,
        "points": [
            "Say what struck us on their page" if fact else "Say why we write",
            f"Put the idea to them: {name}" if idea else "Offer to promote them together",
            "Ask for a short call",
        ],
    }


def _subject(asked: Asked) -> Built:
    text = asked.text
    idea = said(text.partition("Concept:")[2], "name") or said(text, "angle")
    if not idea:
        return None
    most = asked.wishes.most_words or 10
    line = f"{idea}: an idea for {_shop(text)}"
    return with_words(line if len(words(line)) <= most else " ".join(idea.split()[:most]).rstrip(":,;"), asked.wishes)


def _body(asked: Asked) -> Built:
    text = asked.text
    idea = said(text, "concept")
    if not (idea or said(text, "angle")):
        return None
    fact = _fact(text)
    opening = f"Reading your page we stopped at this: “{fact}”" if fact else "We came across your page and liked it."
    offer = re.sub(r", built on this: .*?[.!?]”? We would", ". We would", idea) if fact else idea
    name = said(text.partition("Concept:")[2], "name")
    parts = [
        asked.wishes.starts or f"Dear team of {_shop(text)},",
        opening,
        f"That gave us an idea: {name}. {offer}" if name else offer,
        "Would you have twenty minutes for a call next week?",
        _closing(asked.wishes.signer or "The promoters"),
    ]
    most = asked.wishes.most_words or 140
    while len(words(" ".join(parts))) > most and len(parts) > 3:
        parts.pop(-2)
    return obey("\n\n".join(parts), asked.wishes)


def _closing(signer: str) -> str:
    return (
        signer
        if re.match(r"(?:kind|best|warm|yours|all the best|cheers)\b", signer, re.IGNORECASE)
        else f"Kind regards\n{signer}"
    )


def _writes_email(asked: Asked) -> bool:
    """A free text from the plan of an e-mail; its subject line where the instruction asks for nothing but that."""
    planned = re.search(r"^Strategy:$", asked.text, re.MULTILINE) is not None and bool(said(asked.text, "angle"))
    return instructed()(asked) and (planned or instructed("body of the e-mail")(asked))


def _writes_subject(asked: Asked) -> bool:
    return _writes_email(asked) and re.search(_SUBJECT, asked.instruction, re.IGNORECASE) is not None


def _headline(fact: str) -> str:
    """A name for the story of a fact."""
    found = (name for pattern, name in HEADLINES if re.search(pattern, fact, re.IGNORECASE))
    return next(found, "The story behind it")


def _fact(text: str) -> str:
    """What deserves praise, as far as the steps before have told it."""
    told = said(text, "praiseworthy")
    if told:
        return told
    built_on = re.search(r"built on this: (.+?[.!?]”?)(?: We would|$)", text, re.MULTILINE)
    return built_on[1] if built_on else ""


def _shop(text: str) -> str:
    """The shop's name: the summary's, else made from the store's id."""
    summary = text.partition("Concept:")[0]
    named = re.search(r"\b(?:about|with|at|from) ((?:[A-ZÀ-Þ&0-9][\w'’&.-]* ?)+)", said(text, "concept"))
    told = said(summary, "name") or (named[1].strip(" .") if named else "")
    return told or said(text, "store id").replace("-", " ").title() or "your shop"


SKILLS = (
    Skill(
        "storefront summary", fields("name", "sells", "tone", "values", "themes", "praiseworthy", "notable"), _summary
    ),
    Skill("promotion ideas", fields("ideas"), _ideas),
    Skill("promotion concept", fields("name", "concept", "rationale", "store_id"), _concept),
    Skill("e-mail strategy", fields("angle", "tone", "points"), _strategy),
    Skill("subject line", _writes_subject, _subject),
    Skill("e-mail body", _writes_email, _body),
)

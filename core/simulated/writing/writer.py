"""Free text: the instruction says what kind is wanted, the message says what about."""

from collections.abc import Callable
from dataclasses import replace

from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading.choices import expression_in, sum_in
from core.simulated.reading.instructions import any_count
from core.simulated.reading.prompt_parts import Document
from core.simulated.reading.sentences import ended, relevant, sentences
from core.simulated.writing import drafts, events, reports
from core.simulated.writing.grounded import answer_from
from core.simulated.writing.manners import obey
from core.simulated.writing.questions import questions_about
from core.simulated.writing.replies import reply

Writer = Callable[[Asked], str]
_LOOK_FOR = (
    "A real one would look for figures on {title}, for people who have tried it and for what went wrong.",
    "With regard to {title} the useful sources would be reports of other places, prices and the people concerned.",
    "For {title} it would pay to compare before and after, and to ask who gains and who pays.",
)
KNOWS_NOTHING = (
    "I am a simulated model: I work with the text in front of me and know nothing beyond it, "
    "so I cannot answer this. Choose a real model for it."
)


def write(asked: Asked) -> str:
    """The text asked for, in the form asked for."""
    writer = _writer(asked)
    if writer is _translation:
        return writer(asked)
    hurried = writer is _constrained and not asked.parts.block("check", "report", "feedback")
    return obey(writer(asked), replace(asked.wishes, must=asked.wishes.must[:-1]) if hurried else asked.wishes)


def _writer(asked: Asked) -> Writer:
    """The instruction decides; one that says nothing of the kind leaves it to the message."""
    for said in (asked.instruction, asked.text[:300]):
        for pattern, writer in _KINDS:
            if re.search(pattern, said, re.IGNORECASE):
                return writer
        if asked.parts.documents:
            return _grounded
    return explain


def explain(asked: Asked) -> str:
    """An answer from what the message itself says; without any, the truth about this model."""
    said = list(sentences(asked.text))
    question = next((one for one in said if _asks(one)), said[0] if said else "")
    rest = [one for one in said if one != question and not _asks(one)]
    if not said:
        return "There is nothing to answer."
    if rest and (question.endswith("?") or _asks(question)):
        most = asked.wishes.sentences or 3
        best = list(dict.fromkeys([*relevant(question, rest, most), *rest]))[:most]
        return " ".join(ended(one) for one in rest if one in best)
    if (total := sum_in(asked.text)) is not None:
        return f"{expression_in(asked.text)} is {total:g}."
    if re.match(r"\W*(?:please )?(?:say )?(?:hello|hi|hey|good (?:morning|evening))\b", asked.text, re.IGNORECASE):
        return "Hello! What can I do for you?"
    if _asks(question):
        return KNOWS_NOTHING
    return f"You write: {ended(question)} I am a simulated model; tell me what to do with it, and I try."


def _asks(sentence: str) -> bool:
    return sentence.endswith("?") or bool(
        re.match(r"(?:please )?(?:explain|tell|say why|describe|answer)\b", sentence, re.IGNORECASE)
    )


def _grounded(asked: Asked) -> str:
    most = asked.wishes.sentences or 3
    return answer_from(asked.parts.documents, asked.text, most).text


def _translation(asked: Asked) -> str:
    return "I am a simulated model and cannot translate. Choose a real model for translations."


def _questions(asked: Asked) -> str:
    documents = asked.parts.documents or (Document("Text", asked.text),)
    count = any_count(asked.instruction) or 3
    return "\n".join(f"{n}. {one}" for n, one in enumerate(questions_about(documents, asked.text, count), 1))


def _constrained(asked: Asked) -> str:
    """A text under rules. As hurried writers do, a first attempt overlooks one, the last of the words that must occur;
    with a report in hand all are kept."""
    return drafts.compose(asked)


def _part(asked: Asked) -> str:
    """One part of a larger task, honestly without facts from elsewhere."""
    title, _, question = asked.text.partition(":")
    own = [one for one in sentences(asked.text) if not _asks(one) and len(one.split()) > 6]
    if own:
        return " ".join(own[:3])
    advice = asked.pick(_LOOK_FOR, "part").format(title=title.strip().lower())
    return f"{ended(question.strip() or title)} A simulated model has no sources and finds nothing out. {advice}"


_KINDS: tuple[tuple[str, Writer], ...] = (
    (r"\btranslat", _translation),
    (r"\bonly from (?:these|the) (?:documents|entries|texts?|sources?)|\bfrom the (?:documents|context)\b", _grounded),
    (r"\be-?mail\b.{0,60}\b(?:reports?|outcomes?|results?|every)", reports.email),
    (r"\b(?:synthesi[sz]e|combine|one report|from (?:these|the) findings|bring .{0,20}together|merge)", reports.report),
    (r"\bsummar(?:y|i[sz]e)|\btl;?dr\b|\bin short\b|\bgist\b", reports.summarize),
    (r"\bpolish|\bproofread|\bimprove|\brewrite|\bclear sentences|\bedit (?:the|this)", drafts.polish),
    (r"\bdraft\b.{0,30}\b(?:from|of)|\bexpand|\bparagraph for each|\bfrom this outline", drafts.draft),
    (r"\boutline\b", drafts.outline),
    (r"\bconfirm", events.confirmation),
    (r"\b(?:what will be scheduled|calendar request|schedule)", events.scheduled),
    (r"\bquestions? that\b|\b(?:write|give|list) .{0,20}questions", _questions),
    (r"\bcustomer|\byou (?:handle|are) .{0,30}(?:support|desk|shipping|refunds?|technical|billing|general|questions)"
     r"|\baccount number|\bwhat you can help with|\bapologi[sz]e", reply),
    (r"\b(?:keep|follow|obey) (?:these|the|all) rules|\ball rules", _constrained),
    (r"\bwrite (?:this|the|a|one) section", drafts.section),
    (r"\b(?:blog post|section of|article|essay|story|paragraph)", drafts.draft),
    (r"\bresearch|\bwhat is known|\byour part", _part),
    (r"\b(?:write|compose|invite|suggest|describe|invent|draft)\b", drafts.compose),
)  # fmt: skip

"""FAQ in one prompt: questions, answers and sources at once, and with them the fault of big prompts.

Asked for everything in one go, models tend to name the one document they lean on most; the rule here is the same.
"""

from core.simulated.asked import Asked
from core.simulated.reading.instructions import any_count, asked_count
from core.simulated.skill import Skill
from core.simulated.writing.grounded import answer_from
from core.simulated.writing.questions import questions_about

ITEM = {"question", "answer", "sources"}


def serves(asked: Asked) -> bool:
    """A list of entries with question, answer and sources, over documents in the prompt."""
    schema = asked.request.schema
    if schema is None or list(schema.model_fields) != ["entries"]:
        return False
    defs = schema.model_json_schema().get("$defs", {})
    return bool(asked.parts.documents) and any(set(one.get("properties", {})) == ITEM for one in defs.values())


def answer(asked: Asked) -> dict[str, object]:
    """Every entry cites the strongest document only."""
    documents = asked.parts.documents
    count = asked_count(asked.instruction, "question", "entry") or any_count(asked.instruction) or 4
    entries = []
    for question in questions_about(documents, asked.text, min(count, 30)):
        grounded = answer_from(documents, question, asked.wishes.sentences or 3)
        entries.append(
            {"question": question, "answer": grounded.text, "sources": [one.title for one in grounded.sources[:1]]}
        )
    return {"entries": entries}


SKILLS = (Skill("faq in one prompt", serves, answer),)

"""The simulated model: no key, no network, no download; rules in the place of a language model.

    provider.py       one request in, one reply out: limits, faults, pace, streaming
    simulation.py     the settings; timing.py, server_limits.py and faults.py obey them
    answering.py      who answers: a skill, the tool choice, the schema filler or the writer
    skills/           answers made for one kind of request, in core/simulated/skills/<workflow_id>.py
    asked.py          the request as a reader sees it: instruction, documents, text, date
    reading/          what a text says: dates, people, amounts, labels, relevant sentences
    schema_filler.py  a valid answer for any Pydantic schema, built from the text
    finders.py        strings by what a field is called; field_texts.py, lists.py and judgements.py the rest
    tool_choice.py    which tool fits, with which arguments
    writing/          free text: answers, replies, drafts, reports
    linear.py         patterns, searched in linear time whatever the text

It reads only what a real model would be sent, and always says that it is simulated where its wits end.
"""

from core.simulated.provider import SimulatedProvider
from core.simulated.simulation import Simulation

__all__ = ["SimulatedProvider", "Simulation"]

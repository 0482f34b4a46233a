"""What an agent's instructions say about its tools: which to use always, which on a condition, which at last.

Read clause by clause: “look up every order, classify the message; translate only if asked to, then write the reply”.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.providers import ToolSpec
from core.simulated import linear as re
from core.simulated.reading.words import stem, stems

_CLAUSE = re.compile(r"\s{0,9}[,;:\n]\s{0,9}|(?<=\w[.!?])\s{1,9}|\s{1,9}(?:and|or|but)\s{1,9}(?=\w)", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|only|when|where|unless|as needed|may|can)\b\s*(.*)", re.IGNORECASE)
_LEADS = re.compile(r"^(?:if|when|where)\b", re.IGNORECASE)
_LATER = re.compile(r"^(?:then|finally|afterwards|after that|at last|last(?:ly)?|in the end)\b", re.IGNORECASE)
_NEVER = re.compile(r"\b(?:never|not|n['’]t|without|no need to|avoid)\b", re.IGNORECASE)
_LITTLE = frozenset(map(stem, "a the of and or get use call up it by for them ask have tool search".split()))


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said of one tool, and where: `condition` is None without one, `wave` counts the “then” before it."""

    place: int = 0
    wave: int = 0
    clause: str = ""
    condition: str | None = None
    forbidden: bool = False


def rules(instruction: str, tools: Sequence[ToolSpec]) -> dict[str, Rule]:
    """The rule for each tool that the instructions mention."""
    found: dict[str, Rule] = {}
    wave, leading = 0, ""
    for place, clause in enumerate(one.strip() for one in _CLAUSE.split(instruction) if one and one.strip()):
        wave += bool(_LATER.match(clause))
        if _LEADS.match(clause):
            leading = clause
        for tool in _mentioned(clause, tools):
            condition = _CONDITION.search(clause)
            said = condition[1] if condition else leading or None
            found.setdefault(tool, Rule(place, wave, clause, said, bool(_NEVER.search(clause)) and not condition))
        if clause.endswith((".", "!", "?")):
            leading = ""
    return found


def _mentioned(clause: str, tools: Sequence[ToolSpec]) -> list[str]:
    """The tools a clause names: by their whole names, else those that share the most telling words with it."""
    spelt = [one.name for one in tools if re.search(rf"\b{re.escape(one.name)}\b", clause)]
    if spelt:
        return spelt
    said = stems(clause) | {stem(one) for one in re.findall(r"[a-z]+", clause.lower())}
    shared = {one.name: len((name_stems(one.name) - _LITTLE) & said) for one in tools}
    most = max(shared.values(), default=0)
    return [name for name, count in shared.items() if count and count == most]


def name_stems(name: str) -> frozenset[str]:
    """The stems of the words in a tool's or a field's name."""
    return stems(re.sub(r"_|-|(?<=[a-z])(?=[A-Z])", " ", name))


def asks_at_once(instruction: str) -> bool:
    """Whether several tools are to be called in one turn."""
    return bool(
        re.search(r"\b(?:at once|in (?:one|the same) turn|in parallel|at the same time)\b", instruction, re.IGNORECASE)
    )

"""Task planner: invents tasks from the words of a goal, and looks at a work list again after each result.

What is invented is one task for each thing the goal asks for (sometimes more than were allowed, as models do), with the
tools of the catalogue that fit its words. A result that leads on to an open task brings that one forward, and a task
without a result is tried once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.providers import ToolSpec
from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading.choices import expression_in
from core.simulated.reading.identifiers import find_ids
from core.simulated.reading.sentences import ended, list_items
from core.simulated.reading.things import places
from core.simulated.reading.words import stems
from core.simulated.skill import Skill, fields
from core.simulated.writing import planning

USUAL_PARTS = 3
MOST_TASKS = 30
MOST_TOOLS = 2
LEADS_ON_FROM = 0.5  # of a task's words in the result
_LISTED = re.compile(
    r",\s{0,9}(?:and\s{1,9})?|;\s{0,9}|\s{1,9}and\s{1,9}(?=(?:what|how|where|when|why|which|who|whether)\b)",
    re.IGNORECASE,
)
_LINE = re.compile(r"^(\d+)\. \[(open|done|stopped), priority (\d+)\] (.+?): (.*)$", re.MULTILINE)
_LAST = re.compile(r"^Last result, of task (\d+): (.*)", re.MULTILINE | re.DOTALL)
_NOTHING = re.compile(r"nothing was found|there is no\b|says? nothing|has nothing|finds nothing out", re.IGNORECASE)
_GENERAL = stems("search look find work out know data sample need use come bring long take cost give get")
_GOES_ON = r"(?:with|for|to|in|at|on|by|from|but|or|so|because|if|which|that|who|as|including|such)\b"
LONGEST_TOPIC = 8  # words
_VERB = r"(?:find|tell|write|look|work|check|answer|help|make|give|need|want)\b"
AGAIN = "Second try, "


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the work list as the prompt shows it."""

    number: int
    status: str
    priority: int
    name: str
    text: str


def planned(asked: Asked) -> dict[str, Any]:
    """A task for each part of the goal, what comes first in the goal first."""
    most = re.search(r"\bat most (\d+)", asked.instruction)
    parts = _parts(asked.text)[: min(int(most[1]) * 2 if most else MOST_TASKS, MOST_TASKS)]
    tools = _catalogue(asked.system)
    return {"tasks": [_task(part, tools, max(1, 9 - place)) for place, part in enumerate(parts)]}


def reviewed(asked: Asked) -> dict[str, Any]:
    """Whether everything is done, which tasks should come earlier, and what should be tried once more."""
    lines = [Line(int(one[1]), one[2], int(one[3]), one[4], one[5].strip()) for one in _LINE.finditer(asked.text)]
    last = _LAST.search(asked.text)
    if not lines or last is None:
        return {"goal_met": not lines, "why": "The list is empty.", "changes": [], "new_tasks": []}
    told, ended_one = last[2].strip(), next((one for one in lines if one.number == int(last[1])), lines[-1])
    opened = [one for one in lines if one.status == "open"]
    changes = [{"task": one.number, "priority": min(10, one.priority + 2)} for one in opened if _leads_to(told, one)]
    again = [] if not _failed(told, ended_one) else _once_more(ended_one, lines, _catalogue(asked.system))
    met = not opened and not again
    return {"goal_met": met, "why": _why(met, opened, changes, again), "changes": changes, "new_tasks": again}


def _why(met: bool, opened: Sequence[Line], changes: Sequence[Any], again: Sequence[Any]) -> str:
    if met:
        return "Every task on the list has been done."
    if again:
        return "The last task gave nothing, so it is tried once more in other words."
    left = f"{len(opened)} {'task is' if len(opened) == 1 else 'tasks are'} still open"
    return f"{left}; the last result leads on to some of them." if changes else f"{left}."


def _parts(goal: str) -> list[str]:
    """What the goal asks for, one by one: its list, its clauses, the places or numbers it names, else usual angles."""
    if items := list_items(goal):
        return items
    head, sign, rest = goal.partition(":")
    listed = [
        one.strip(" .?") for one in _LISTED.split(rest if sign and rest.strip() else goal) if one and one.strip(" .?")
    ]
    if len(listed) > 1 and sign and rest.strip():
        return [_spelt_out(one, head) for one in listed]
    named = list(dict.fromkeys([*find_ids(goal), *places(goal)]))
    if len(named) > 1:
        frame = re.sub(r"\s+(?:in|at|for|of)?\s*$", "", goal[: goal.find(named[0])]).strip()
        return [f"{frame} {'' if find_ids(one) else 'in '}{one}" for one in named]
    wishes = planning.split_wishes(goal)
    if len(wishes) > 1:
        return wishes
    if len(listed) > 1 and all(len(one.split()) > 1 and not re.match(_GOES_ON, one) for one in listed):
        return listed
    return [f"{title}: {question}" for title, question in planning.parts_of_task(goal, USUAL_PARTS)] or [goal.strip()]


def _spelt_out(part: str, head: str) -> str:
    """A part of a goal with its “they” and “it” replaced by what the goal's head is about, if that is a few words."""
    about = re.sub(r"^\w+ing\s+", "", planning.topic_of(head))
    known = 0 < len(about.split()) <= LONGEST_TOPIC and not re.match(_VERB, about, re.IGNORECASE)
    return re.sub(r"\b(?:they|them|it)\b", about, part, count=1) if known else part


def _task(part: str, tools: Sequence[ToolSpec], priority: int) -> dict[str, Any]:
    chosen = _fitting(part, tools)
    use = f" Use {' and '.join(chosen)}." if chosen else " You have no tools: say what the task itself tells you."
    return {
        "name": planning.title_from(part)[:60] or "Task",
        "what": ended(part),
        "instructions": f"You look after one part of a larger goal.{use} Then report what you found, and nothing else.",
        "tools": chosen,
        "priority": priority,
    }


def _fitting(part: str, tools: Sequence[ToolSpec]) -> list[str]:
    """The tools that share most words with the part, or whose numbers or arithmetic are in it."""
    said = _roots(part)
    scores = {one.name: float(len(said & _roots(f"{one.name} {one.description}"))) for one in tools}
    for one in tools:
        shape = re.search(r"\b([A-Z]{2,5})-\d", one.description)
        if shape:
            scores[one.name] = 5.0 if any(found.startswith(shape[1]) for found in find_ids(part)) else 0.0
        if "arithmetic" in one.description:
            scores[one.name] = 5.0 if expression_in(part) else 0.0
    best = max(scores.values(), default=0.0)
    return [name for name, score in scores.items() if score == best > 0][:MOST_TOOLS]


def _roots(text: str) -> frozenset[str]:
    """The beginnings of the telling words: stored and storage are alike."""
    return frozenset(one[:4] for one in stems(text.replace("_", " ")) - _GENERAL if len(one) > 2)


def _catalogue(system: str) -> list[ToolSpec]:
    """The tools that the prompt lists as “- name: what it does”."""
    return [ToolSpec(name, told, {}) for name, told in re.findall(r"^- ([a-z_]+): (.+)$", system, re.MULTILINE)]


def _leads_to(result: str, line: Line) -> bool:
    wanted = _roots(line.text)
    return not _NOTHING.search(result) and len(_roots(result) & wanted) >= max(1, len(wanted) * LEADS_ON_FROM)


def _failed(result: str, line: Line) -> bool:
    return line.status == "stopped" or bool(_NOTHING.search(result))


def _once_more(line: Line, lines: Sequence[Line], tools: Sequence[ToolSpec]) -> list[dict[str, Any]]:
    """The task with everything that can be searched, unless it is the second try already or nothing can."""
    name = f"{AGAIN}{line.name}"[:60]
    searching = [one.name for one in tools if one.name.startswith("search")][:MOST_TOOLS]
    if not searching or line.name.startswith(AGAIN) or any(one.name == name for one in lines):
        return []
    use = f"Use {' and '.join(searching)}. Then report what you found, and nothing else."
    return [{"name": name, "what": ended(line.name), "instructions": use, "tools": searching, "priority": 5}]


def _invents_tasks(asked: Asked) -> bool:
    """Tasks that each need a system message and tools, and nothing else."""
    schema = asked.request.schema
    if schema is None or set(schema.model_fields) != {"tasks"}:
        return False
    kinds = schema.model_json_schema().get("$defs", {}).values()
    return any({"instructions", "tools", "priority"} <= set(one.get("properties", {})) for one in kinds)


SKILLS = (
    Skill("tasks for a goal", _invents_tasks, planned),
    Skill("a work list again", fields("goal_met", "why", "changes", "new_tasks"), reviewed),
)

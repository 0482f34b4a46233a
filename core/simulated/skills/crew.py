"""Crew: an agent searches, weighs or writes as its task says; a manager gives each task to whom it fits."""

import json
from collections.abc import Sequence

from core.providers import ToolCall, ToolSpec
from core.simulated import linear as re
from core.simulated.agent_turn import apart
from core.simulated.asked import Asked
from core.simulated.reading.choices import expression_in
from core.simulated.reading.sentences import ended, joined, relevant, sentences
from core.simulated.reading.words import content_words, stem, stems
from core.simulated.skill import Built, Skill
from core.simulated.tool_results import Used, used_tools
from core.simulated.writing.planning import title_from

_FINDS = re.compile(
    r"\b(?:find|search|research|look (?:up|for)|collect|gather|facts about|what is known)\b", re.IGNORECASE
)
_WEIGHS = re.compile(
    r"\b(?:weigh|compare|analy[sz]e|judge|assess|evaluate|rate|check|review|risks?|pros)\b", re.IGNORECASE
)
_WRITES = re.compile(r"\b(?:write|draft|report|summari[sz]e|article|letter|present|compose)\b", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:but|although|however|weakness|lost|lose|harder|danger|objections?|drop|only|cannot|needs?)\b", re.IGNORECASE
)
_EMPTY = re.compile(r"^(?:The documents say nothing|There is nothing to search)|^I am a simulated model\b")
NOTHING = "I am a simulated model: without facts there is nothing I can say about it."
MOST_FACTS = 4


def _is_member(asked: Asked) -> bool:
    tools = {one.name for one in asked.request.tools}
    return "finish" in tools and {"role", "your goal", "your backstory"} <= set(asked.parts.labelled)


def _work(asked: Asked) -> Built:
    """Search or calculate where the task asks for it, then hand in what the task asks for."""
    task, facts = apart(next(one.text for one in asked.messages if one.role == "user"))
    used, tools = used_tools(asked.messages), {one.name for one in asked.request.tools}
    done = {one.call.name for one in used}
    question = task.partition(":")[2].strip() or task
    if "search_documents" in tools - done and _FINDS.search(task):
        return [_call(asked, "search_documents", question=question)]
    expression = expression_in(task)
    if "calculate" in tools - done and expression is not None:
        return [_call(asked, "calculate", expression=expression)]
    return [_call(asked, "finish", result=_result(task, question, [*facts, *_found(used)]))]


def _found(used: Sequence[Used]) -> list[str]:
    return [one for each in used for one in each.findings]


def _result(task: str, question: str, facts: list[str]) -> str:
    heard = list(dict.fromkeys(one for fact in facts for one in sentences(fact)))
    told = [one for one in heard if not _EMPTY.search(one)]
    if len(heard) > len(told) or not told:
        return f"{heard[0]} {NOTHING}" if heard and NOTHING not in heard[0] else NOTHING
    if _WRITES.search(task.partition(":")[0]):
        return _written(question, told)
    if _WEIGHS.search(task.partition(":")[0]):
        return _weighed(question, told)
    best = relevant(question, told, MOST_FACTS) or told[:MOST_FACTS]
    return " ".join(ended(one) for one in told if one in best)


def _weighed(question: str, told: list[str]) -> str:
    """What speaks for it and what has to be kept in mind, by the words of doubt in the facts."""
    doubts = [one for one in told if _DOUBT.search(one)]
    good = [one for one in told if one not in doubts]
    parts = [("What speaks for it", good), ("What has to be kept in mind", doubts)]
    said = [f"{head}: {' '.join(ended(one) for one in listed[:MOST_FACTS])}" for head, listed in parts if listed]
    named = joined(content_words(question)[:3])
    return "\n\n".join([*said, f"What the facts do not say is how this turns out for the case at hand ({named})."])


def _written(question: str, told: list[str]) -> str:
    plain = [re.sub(r"^What (?:speaks for it|has to be kept in mind): ", "", one) for one in told]
    kept = list(dict.fromkeys(ended(one) for one in plain))
    half = (len(kept) + 1) // 2
    paragraphs = [" ".join(kept[:half]), " ".join(kept[half:])]
    return "\n\n".join([f"# {title_from(question)}", *(one for one in paragraphs if one)])


def _leads_crew(asked: Asked) -> bool:
    tools = [one for one in asked.request.tools if one.name != "finish"]
    return bool(tools) and all(set(_properties(one)) == {"task"} for one in tools) and bool(_tasks(asked))


def _lead(asked: Asked) -> Built:
    """Give the next task to whom it fits, with what was found before; at last hand in the last result."""
    used, tasks = used_tools(asked.messages), _tasks(asked)
    tools = [one for one in asked.request.tools if one.name != "finish"]
    results = [one for one in used if one.value and not one.failed]
    if len(used) < len(tasks):
        task = tasks[len(used)]
        facts = "".join(f"\n- {text}" for one in results for text in one.findings)
        best = max(tools, key=lambda one: _fits(task, one))
        return [_call(asked, best.name, task=task + (f"\n\nFacts:{facts}" if facts else ""))]
    last = results[-1].findings if results else []
    return [_call(asked, "finish", result="\n".join(last) or "Nobody could do it: " + " ".join(_found(used))[:500])]


def _tasks(asked: Asked) -> list[str]:
    """The numbered tasks of the instructions."""
    return re.findall(r"^\d+\. (.+)$", asked.system, re.MULTILINE)


def _fits(task: str, tool: ToolSpec) -> float:
    """Words that what is to be done (before the colon) shares with the role and its goal; its verb counts most."""
    doing = [stem(one) for one in re.findall(r"[a-z]+", task.partition(":")[0].lower())]
    known = stems(tool.description) | stems(tool.description.partition(":")[0].removesuffix("er"))
    return 5.0 * (doing[:1] != [] and doing[0] in known) + len(set(doing) & known)


def _properties(tool: ToolSpec) -> Sequence[str]:
    return list(tool.parameters.get("properties", {}))


def _call(asked: Asked, name: str, **given: str) -> ToolCall:
    number = sum(len(one.tool_calls) for one in asked.messages) + 1
    return ToolCall(f"call_{number}", name, json.dumps(given, ensure_ascii=False))


SKILLS = (Skill("a member of a crew", _is_member, _work), Skill("the manager of a crew", _leads_crew, _lead))

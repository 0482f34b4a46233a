"""An agent's next turn: the tools its instructions and its task call for, none twice, then `finish`.

A tool is called when the instructions name it (on a condition: when the task meets it), or when they do not speak of it
and the task fits it. Numbers such as an order's id are called for each one in the task.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from core.providers import ToolSpec
from core.simulated import linear as re
from core.simulated.agent_finish import hand_in
from core.simulated.agent_plan import Rule, asks_at_once, name_stems, rules
from core.simulated.asked import Asked
from core.simulated.reading.identifiers import find_id, find_ids
from core.simulated.reading.instructions import wishes
from core.simulated.reading.languages import language_of
from core.simulated.reading.sentences import sentences
from core.simulated.reading.topics import topic_of, words_of
from core.simulated.reading.words import stem, stems
from core.simulated.schema_filler import fill_object
from core.simulated.tool_arguments import every_arguments
from core.simulated.tool_fit import fit
from core.simulated.tool_results import Used, arguments_of, findings, used_tools

FINISH = "finish"
FITS_FROM = 1.0
LONG_FROM = 60  # words
MOST_QUESTIONS = 4
Call = tuple[str, dict[str, Any]]

_WHOLE = r"text|draft|message|mail|e ?mail|letter|content|item|document|topic|about"
_QUESTION = r"question|query|search|keywords"
_ASKS = re.compile(r"(?:how|what|when|which|why|who|can|could|do|does|may|is there)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\b[A-Z]{2,5}-\d+\b", re.IGNORECASE)
_AND = re.compile(r"^(?:and|also|so)\s+", re.IGNORECASE)
_AND_ASKS = re.compile(
    r",?\s{1,9}(?:and|also)\s{1,9}(?=(?:how|what|when|which|why|who|can|could|do|does|may)\b)"
    r"|,\s{1,9}(?=(?:how|what|when|why|can|could|do|does|may)\b)",
    re.IGNORECASE,
)
_MAY = re.compile(r"(?:can|could|may|how (?:do|can|could)|do|is it possible for) (?:I|we)\b", re.IGNORECASE)
_TO_DO = re.compile(
    r"(?:can|could|would|will|do) you (?:\w+ ){0,2}(?:translat|put|turn|summari|sum up|shorten|rewrit|rephras)\w*\b",
    re.IGNORECASE,
)
_FACTS = re.compile(
    r"^\s*(?:facts|findings|notes|known|results)\s*:\s*$\n?(.*)", re.IGNORECASE | re.MULTILINE | re.DOTALL
)
_MATERIAL = r"facts|notes|findings|context|known|results?|material|sources"
_ID = r"\w+ (?:id|number|no|code|ref)"
_TASK = r"task|assignment|job|brief"
_LANGUAGE = r"(?:target )?language"
_OF_TEXT = f"{_WHOLE}|{_QUESTION}|{_MATERIAL}|{_TASK}"


def next_calls(asked: Asked) -> list[Call]:
    """What the agent calls next: tools, or `finish` with its arguments."""
    tools = [one for one in asked.request.tools if one.name != FINISH]
    used = used_tools(asked.messages)
    said = rules(asked.instruction, tools)
    wanted = [one for one in _wanted(asked, tools, said, used) if not _done(one, used, tools)]
    if not wanted:
        form = next(one for one in asked.request.tools if one.name == FINISH)
        return [(FINISH, hand_in(asked, form, used))]
    if not asks_at_once(asked.instruction):
        return wanted[:1]
    first = _wave(wanted[0], said)
    return [one for one in wanted if _wave(one, said) == first]


def _wanted(asked: Asked, tools: Sequence[ToolSpec], said: Mapping[str, Rule], used: Sequence[Used]) -> list[Call]:
    task, _ = apart(asked.text)
    chosen = [one for one in tools if _calls_for(task, one, said.get(one.name))]
    chosen.sort(key=lambda one: (_place(one, said), -fit(task, one)))
    return [
        (one.name, arguments)
        for one in chosen
        for arguments in _arguments(asked, one, said.get(one.name, Rule()), used)
    ]


def _place(tool: ToolSpec, said: Mapping[str, Rule]) -> tuple[int, bool, int]:
    """In the order of the instructions; what uses the findings of others comes after them."""
    rule = said.get(tool.name, Rule())
    return rule.wave, any(_says(name, _MATERIAL) for name in _properties(tool)), rule.place


def _calls_for(text: str, tool: ToolSpec, rule: Rule | None) -> bool:
    if rule is None:
        return bool(_ids(text, tool)) or fit(text, tool) >= FITS_FROM
    if rule.forbidden:
        return False
    if rule.condition is None:
        return True
    if re.search(r"\blong\b", rule.condition):
        return len(text.split()) > LONG_FROM or _spoken_of(text, tool)
    if re.search(r"\b(?:ask|want|wish|request)(?:s|ed)?(?: (?:to|for it|so))?\W*$", rule.condition):
        return _spoken_of(text, tool)
    if "language" in rule.condition:
        return language_of(text) not in ("English", "en", "")
    if re.search(r"\bnames?\b|\bmentions?\b|\bgives?\b", rule.condition):
        return bool(_NUMBERED.search(text) or find_ids(text))
    if re.search(r"\basks?\b", rule.condition):
        return bool(open_questions(text))
    return fit(text, tool) >= FITS_FROM


def open_questions(text: str) -> list[str]:
    """The questions that no look-up of a number answers."""
    parts = [one for said in sentences(text) for one in _AND_ASKS.split(said)]
    asks = [one.strip() for one in parts if one.rstrip().endswith("?") or _ASKS.match(one.strip())]
    plain = [_AND.sub("", one) for one in asks]
    return [one for one in plain if not _TO_DO.match(one) and (not _NUMBERED.search(one) or _MAY.match(one))]


def with_context(question: str, text: str) -> str:
    """A question that says little by itself, “how do I do that?”, with what stands before it."""
    leans = re.search(r"\b(?:it|that|this|them|these|those)\b", question, re.IGNORECASE)
    alone = len(stems(question)) > (1 if leans else 0)
    before = "" if alone else text.partition(question)[0].strip()
    return f"{sentences(before)[-1]} {question}" if before else question


def _spoken_of(text: str, tool: ToolSpec) -> bool:
    """Whether the text itself says what a tool does: “please translate this”, “shorten it”."""
    said = {stem(one) for one in re.findall(r"[^\W\d_]+", text.lower())}
    verb = re.split(r"[_-]", tool.name)[0]
    alike = frozenset().union(*(words_of(one) for one in topic_of(verb)))
    return stem(verb) in said or bool(said & alike) or (verb.startswith("summar") and "sum up" in text.lower())


def _arguments(asked: Asked, tool: ToolSpec, rule: Rule, used: Sequence[Used]) -> list[dict[str, Any]]:
    """The arguments of each call that the text asks for; none where the text lacks what the tool cannot do without."""
    required = tool.parameters.get("required", ())
    task, _ = apart(asked.text)
    ids = next((name for name in required if _says(name, _ID)), None)
    if ids is not None:
        return [{**_filled(asked, tool, rule, used), ids: one} for one in _ids(task, tool)]
    if not any(_says(name, _OF_TEXT) for name in required):
        return every_arguments(asked.about(task), tool)
    filled = _filled(asked, tool, rule, used)
    question = next((name for name in required if _says(name, _QUESTION)), None)
    asks = open_questions(task)[:MOST_QUESTIONS] if question is not None else []
    return (
        [{**filled, question: with_context(one, task)} for one in asks] if question is not None and asks else [filled]
    )


def _filled(asked: Asked, tool: ToolSpec, rule: Rule, used: Sequence[Used]) -> dict[str, Any]:
    task, facts = apart(asked.text)
    filled = fill_object(asked.about(task), tool.parameters, tool.name.replace("_", " "))
    found = [one for one in findings(used) if one not in task]
    told = list(dict.fromkeys([*facts, *found]))
    for name in _properties(tool):
        if _says(name, _MATERIAL):
            filled[name] = "\n".join(told)
        elif _says(name, _TASK):
            filled[name] = "\n".join([task, *(["", "Facts:"] if told else []), *(f"- {one}" for one in told)])
        elif _says(name, _LANGUAGE) and (named := wishes(task).language):
            filled[name] = named.title()
        elif _says(name, _QUESTION):
            filled[name] = task
        elif _says(name, _WHOLE):
            filled[name] = _made_before(tool, rule, used) or _whole(task, tool)
    return {name: value for name, value in filled.items() if value is not None}


def apart(text: str) -> tuple[str, list[str]]:
    """A task, and the facts that were given with it."""
    match = _FACTS.search(text)
    if match is None:
        return text, []
    lines = [re.sub(r"^[-*•]\s*", "", line.strip()) for line in match[1].splitlines()]
    return text[: match.start()].strip(), [line for line in lines if line]


def _made_before(tool: ToolSpec, rule: Rule, used: Sequence[Used]) -> str | None:
    """What an earlier tool made, if this one is to work on it: “check the draft” after `draft_reply`."""
    about = name_stems(tool.name) | stems(rule.clause)
    made = [one.text for one in used if not one.failed and one.call.name != tool.name]
    names = [one.call.name for one in used if not one.failed and one.call.name != tool.name]
    return next((text for text, name in zip(made[::-1], names[::-1], strict=True) if about & name_stems(name)), None)


def _whole(text: str, tool: ToolSpec) -> str:
    """What the tool is to work on: after “Translate this: …” the rest, else everything."""
    head, sign, rest = text.partition(":")
    return rest.strip() if sign and rest.strip() and len(head) < 80 and _spoken_of(head, tool) else text


def _ids(text: str, tool: ToolSpec) -> list[str]:
    """The numbers in a text that are of the tool's kind, as its description writes them: ORD-1004 for an order."""
    name = next((one for one in tool.parameters.get("required", ()) if _says(one, _ID)), None)
    if name is None:
        return []
    shape = re.search(r"\b([A-Z]{2,5})(-?)\d", tool.description)
    prefix, dash = (shape[1], shape[2]) if shape else (name[:3].upper(), "-")
    own = [f"{prefix}{dash}{one}" for one in re.findall(rf"\b{prefix}[- ]?(\d+)\b", text, re.IGNORECASE)]
    named = find_id(text, name.partition("_")[0])
    if not own and named is not None and named.isdigit():
        own = [f"{prefix}{dash}{named}"] if shape else [named]
    return list(dict.fromkeys(own)) or ([named] if named is not None and not shape else [])


def _done(call: Call, used: Sequence[Used], tools: Sequence[ToolSpec]) -> bool:
    """Whether this was called before: with these very numbers, places or questions, or, for whole texts, at all."""
    name, arguments = call
    before = [arguments_of(one.call) for one in used if one.call.name == name]
    spec = next(one for one in tools if one.name == name)
    fixed = {one for one in _properties(spec) if not _says(one, f"{_WHOLE}|{_MATERIAL}|{_TASK}")}
    return any(all(one.get(key) == arguments.get(key) for key in fixed) for one in before)


def _wave(call: Call, said: Mapping[str, Rule]) -> int:
    return said[call[0]].wave if call[0] in said else 0


def _properties(tool: ToolSpec) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = tool.parameters.get("properties", {})
    return properties


def _says(name: str, pattern: str) -> bool:
    return re.fullmatch(pattern, name.replace("_", " ").lower()) is not None


def as_json(arguments: Mapping[str, Any]) -> str:
    """Arguments as the text of a call."""
    return json.dumps(arguments, ensure_ascii=False)

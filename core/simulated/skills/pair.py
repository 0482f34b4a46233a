"""Pair: the user asks for one wish after the other, the assistant writes, tests and mends a program."""

import json
from typing import NamedTuple

from core.providers import Message, ToolCall
from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.skill import Built, Skill
from core.simulated.writing import programs
from core.simulated.writing.abilities import Ability
from core.simulated.writing.programs import replacements
from core.text import only_politeness

_THAT = re.compile(
    r"\s{1,9}(?P<word>that|which|where|so that|with|to(?! (?:an?|the|celsius|fahrenheit|kelvin|euros?|"
    r"dollars?|pounds?|kilo\w{1,20}|miles?|metres?|inch\w{0,9}|kg|km|cm)\b))\s{1,9}"
    r"(?P<can>(?:I|you|people|one) can\s{1,9})?(?:it\s{1,9})?|:\s{1,9}",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:(?:hello|hi|please|(?:i|we) (?:want|need|would like)|i['’]d like|(?:can|could) you"
    r"|(?:write|make|build|create|develop|code)(?: me| us)?)\b|,|!|\s)*[,!\s]",
    re.IGNORECASE,
)
_SUBJECT = {"that": "it ", "which": "it ", "where": "it ", "so that": "it ", "with": "it has ", "to": "it is to "}
_AND = re.compile(
    r",\s{0,9}(?:and\s{1,9})?(?:then\s{1,9})?|;\s{0,9}|\s{1,9}and\s{1,9}(?:also\s{1,9})?"
    r"|(?<=\w)\.\s{1,9}(?:It (?:should |must )?)?"
)
_FURTHER = re.compile(
    r"(?<=\w)[.!;]\s{1,9}|,\s{1,9}(?:and\s{1,9})?(?:also\s{1,9})?"
    r"(?=(?:add|allow|ask|check|clear|colou?r|convert|count|explain|export|"
    r"find|give|keep|let|list|mark|pause|print|remember|remind|remove|repeat|reset|save|say|search|show|sort|start|stop|"
    r"store|tell|track|undo|warn)\b)",
    re.IGNORECASE,
)
_IT = re.compile(r"^(?:(?:it|the program|and|also|please|should|shall|must|can|has to|needs to)\b\s*)+", re.IGNORECASE)
_AROUND = re.compile(
    r"\b(?:Hello! I would like|To begin with:|Next:|I still miss this:|As I said:|Good\.|Thank you so much!"
    r"|Some tests fail\.)"
)
_NEVER_ENDS = re.compile(
    r"\bnever\b.{0,60}\b(?:ends?|finish|stops?|conversation)\b|\blast word\b|\bdo not (?:end|finish)", re.IGNORECASE
)
_THANKS = ("Thank you so much!", "Thanks again, that is very kind of you.", "Thank you, it was a pleasure.")
_WELCOME = (
    "You're welcome!",
    "My pleasure, and thank you for the kind words.",
    "Likewise, thank you, it was a pleasure.",
)
CANNOT = "I am a simulated model and have not learnt to write that"


class _Done(NamedTuple):
    """A call of a tool, its arguments and its answer."""

    name: str
    given: dict[str, str]
    answer: str


def wishes_of(goal: str) -> tuple[str, list[str]]:
    """What the program is, and what it should do, in the words of the goal."""
    text = " ".join(goal.split()).strip(" .!")
    text = _LEAD_IN.sub("", text)
    text = f"something {text}" if text.startswith("to ") else text
    if not re.match(r"(?:an?|the|some|my|our|something|two|three)\b", text, re.IGNORECASE):
        text = f"a {text}"
    text = text[:1].lower() + text[1:]
    found = _THAT.search(text)
    if found is None:
        program, *more = _FURTHER.split(text)
        return program, ["it should " + _IT.sub("", one).strip(" .") for one in more if re.search(r"\w", one)][:8]
    subject = found["can"] or _SUBJECT.get((found["word"] or "").lower(), "")
    listed = [one.strip(" .") for one in _AND.split(text[found.end() :])]
    wishes = [_IT.sub("it should ", one) if _IT.match(one) else subject + one for one in listed]
    return text[: found.start()], [one for one, said in zip(wishes, listed, strict=True) if re.search(r"\w", said)][:8]


def _is_user(asked: Asked) -> bool:
    return {one.name for one in asked.request.tools} == {"finish"} and "goal" in asked.parts.labelled


def _user(asked: Asked) -> Built:
    """Ask for the next wish; come back to what was not done; then finish, or go on thanking where told never to end."""
    program, wishes = wishes_of(asked.parts.block("goal"))
    asked_for = [one.text for one in asked.messages if one.role == "assistant"]
    heard = [one.text for one in asked.messages if one.role == "user"]
    polite = bool(_NEVER_ENDS.search(asked.instruction))
    if not asked_for:
        first = f" To begin with: {wishes[0]}." if wishes else ""
        return f"Hello! I would like {program}.{first}"
    if heard[-1].endswith("?"):
        return f"As I said: {program}."
    if "failed" in heard[-1] and CANNOT not in heard[-1]:
        return "Some tests fail. Please mend that first."
    open_wishes = [one for one in wishes if not any(one in said for said in asked_for)]
    thanks = "Thank you so much! " if polite else "Good. "
    if open_wishes:
        return f"{thanks}Next: {open_wishes[0]}."
    if missing := _refused([program, *wishes], asked.messages):
        return f"I still miss this: {missing}."
    if polite:
        return _THANKS[len(asked_for) % len(_THANKS)]
    verdict = f"I have {program} with all I wished for, and its tests pass."
    return [ToolCall(f"call_{len(asked.messages)}", "finish", json.dumps({"verdict": verdict}))]


def _refused(wishes: list[str], messages: tuple[Message, ...]) -> str:
    """The last wish that the partner could not fulfil."""
    said = [
        (one.text, answer.text) for one, answer in zip(messages, messages[1:], strict=False) if answer.role == "user"
    ]
    refused = [wish for wish in wishes for line, answer in said if wish in line and wish in answer.partition(CANNOT)[2]]
    return refused[-1] if refused else ""


def _is_coder(asked: Asked) -> bool:
    return {"write_file", "run_tests"} <= {one.name for one in asked.request.tools}


def _coder(asked: Asked) -> Built:
    """Write the program and its tests, run them, mend what fails; then tell how it went."""
    heard = [one.text for one in asked.messages if one.role == "user"]
    if only_politeness(heard[-1]):
        return _WELCOME[len(heard) % len(_WELCOME)]
    abilities = programs.abilities_for(heard)
    cannot = [one for one in _parts(heard[-1]) if not _is_served(one, abilities)]
    refusal = f"{CANNOT}: {'; '.join(f'“{one}”' for one in cannot)}. Choose a real model for it."
    if not abilities and not cannot:
        return "Gladly. What should the program do?"
    if not abilities or len(cannot) == len(_parts(heard[-1])):
        return refusal
    module = programs.module_name(heard[0])
    done = _done(asked.messages)
    calls = _changes(module, abilities, done)
    if calls:
        return [_call(asked, place, name, given) for place, (name, given) in enumerate(calls)]
    if done[-1].name != "run_tests":
        return [_call(asked, 0, "run_tests", {})]
    commands = ", ".join(programs.commands_of(abilities))
    told = done[-1].answer.splitlines()[0]
    report = f"{module}.py knows these commands now: {commands}. {told} Start it with: python {module}.py"
    return f"{report}\n\n{refusal}" if cannot else report


def _parts(message: str) -> list[str]:
    """The wishes in a message, without the words around them."""
    said = _AROUND.sub("\n", message)
    parts = [one.strip(" .!") for one in re.split(r"\n|(?<=[.!?])\s{1,9}", said)]
    return [one for one in parts if re.search(r"\w", one)] or [message[:200]]


def _is_served(wish: str, abilities: list[Ability]) -> bool:
    """Whether an ability does what a wish asks for or has a command of that name; mending is no new wish."""
    said = wish.lower()
    named = set(re.findall(r"[a-z_]+", said)) & set(programs.commands_of(abilities))
    known = named or any(re.search(one.words, said) for one in abilities)
    return "mend" in said or programs.says_nothing(said) or bool(known)


def _changes(module: str, abilities: list[Ability], done: list[_Done]) -> list[tuple[str, dict[str, str]]]:
    """The calls that change the files: new abilities hurriedly, those whose tests failed with more care."""
    written = _written(done)
    report = next((one.answer for one in reversed(done) if one.name == "run_tests"), "")
    before = written.get(f"{module}.py", "")
    mended = [one for one in abilities if programs.is_mended(one, before)]
    mended += programs.at_fault(abilities, report)
    program = programs.program(abilities, mended, f"{module.replace('_', ' ').capitalize()}.")
    wanted = {f"{module}.py": program, f"test_{module}.py": programs.checks_of(abilities, module)}
    calls: list[tuple[str, dict[str, str]]] = []
    for name, content in wanted.items():
        if name not in written:
            calls.append(("write_file", {"name": name, "content": content}))
        else:
            changes = replacements(written[name], content)
            calls += [("replace_in_file", {"name": name, "old": old, "new": new}) for old, new in changes]
    return calls


def _written(done: list[_Done]) -> dict[str, str]:
    """The files as they are after the calls that were made."""
    files: dict[str, str] = {}
    for one in done:
        if one.answer.startswith("Error:"):
            continue
        if one.name == "write_file":
            files[one.given["name"]] = one.given["content"]
        elif one.name == "replace_in_file":
            files[one.given["name"]] = files[one.given["name"]].replace(one.given["old"], one.given["new"])
    return files


def _done(messages: tuple[Message, ...]) -> list[_Done]:
    """Every call so far with its answer."""
    answers = {one.tool_call_id: one.text for one in messages if one.role == "tool"}
    calls = [call for one in messages for call in one.tool_calls]
    return [_Done(call.name, json.loads(call.arguments or "{}"), answers.get(call.id, "")) for call in calls]


def _call(asked: Asked, place: int, name: str, given: dict[str, str]) -> ToolCall:
    number = sum(len(one.tool_calls) for one in asked.messages) + place + 1
    return ToolCall(f"call_{number}", name, json.dumps(given, ensure_ascii=False))


SKILLS = (Skill("a user with a goal", _is_user, _user), Skill("a programmer", _is_coder, _coder))

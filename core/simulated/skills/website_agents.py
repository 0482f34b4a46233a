"""The owners of a web site's files: who takes a request, and what an owner changes in its file."""

import json

from core.providers import ToolCall
from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.skill import Built, Skill, fields
from core.simulated.writing.site_edits import edits_for
from core.simulated.writing.site_parts import COLOURS

_FILE = re.compile(r"^- ([\w.-]+\.\w+): ", re.MULTILINE)
_OWNED = re.compile(r"\bfile (?P<file>[\w.-]+\.\w+)\b.*?Your file:\n(?P<text>.*)\Z", re.DOTALL)
_SIGNS = {
    "css": r"colou?rs?|fonts?|sizes?|larger|bigger|smaller|wider|narrower|styles?|class(?:es)?|margins?|padding|"
    r"background|dark mode|layout|spacing|border|" + "|".join(COLOURS),
    "js": r"(?:java)?script|functions?|variable|constant|evenings?|events?|clicks?|dates?|fully booked",
    "html": r"page|heading|headline|title|footer|header|paragraph|section|link|menu|navigation|tagline|lead|"
    r"sentence|note|notice|form|button|intro\w*|\bid\b",
}
_WEIGHT = {"css": 2.0, "js": 2.0}
_ELSEWHERE = r"\b(?:poems?|stor(?:y|ies)|songs?|jokes?|essays?|novels?|letters?|recipes?|homework|e-?mails?)\b"
_CHANGE = r"^\W*(?:please )?(?:add|change|make|remove|delete|rename|replace|set|put|insert|write|fix|turn|update|let)\b"


def _choose(asked: Asked) -> Built:
    heads = list(_FILE.finditer(asked.system))
    ends = [*(head.start() for head in heads[1:]), len(asked.system)]
    files = {head[1]: asked.system[head.end() : end] for head, end in zip(heads, ends, strict=False)}
    if not files:
        return None
    scores = {name: _fit(asked.text, name, shown) for name, shown in files.items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < 1:
        return {"file": "none", "why": "Nothing in the request is about this site."}
    return {"file": best, "why": f"The request is about what {best} holds."}


def _fit(request: str, name: str, shown: str) -> float:
    said = request.lower()
    stem, _, kind = name.rpartition(".")
    called = re.search(rf"\b{re.escape(stem)}(?:\.\w+| page| us\b)|\bpage (?:called )?['\"]?{re.escape(stem)}\b", said)
    score = 5.0 if name in said else 4.0 if called else 0.0
    score += _WEIGHT.get(kind, 1.0) * len(re.findall(rf"\b(?:{_SIGNS.get(kind, 'file')})\b", said))
    if kind == "css" and re.search(r"\brename\b.*\bclass\b|(?:^|\s)\.[a-z]", said):
        score += 3
    score += sum(2 for quoted in re.findall(r"['\"“]([^'\"”]{3,})['\"”]", request) if quoted in shown)
    if score and kind == "html" and stem == "index":
        score += 0.5
    asked_here = re.search(_CHANGE, said) and not re.search(_ELSEWHERE, said)
    return score + (1 if stem == "index" and asked_here else 0)


def _owns(asked: Asked) -> bool:
    return {"replace_text", "finish"} <= {tool.name for tool in asked.request.tools}


def _edit(asked: Asked) -> Built:
    """The next turn of an owner: all replacements at once, then the report."""
    owned = _OWNED.search(asked.system)
    wish = next((one.text for one in asked.messages if one.role == "user"), "")
    if owned is None:
        return None
    made = edits_for(owned["file"], owned["text"], wish)
    done = sum(len(one.tool_calls) for one in asked.messages)
    if made.edits and not done:
        return [_call(place, "replace_text", old=old, new=new) for place, (old, new) in enumerate(made.edits, start=1)]
    failed = any(one.role == "tool" and one.text.startswith("Error") for one in asked.messages)
    summary = f"I could not change {owned['file']} as asked." if failed else made.summary
    return [_call(done + 1, "finish", summary=summary, notice="" if failed else made.notice)]


def _call(number: int, name: str, **arguments: str) -> ToolCall:
    return ToolCall(f"call_{number}", name, json.dumps(arguments, ensure_ascii=False))


SKILLS = (Skill("site owner", fields("file", "why"), _choose), Skill("site edit", _owns, _edit))

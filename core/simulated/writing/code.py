"""Small Python functions: a hurried first version, and mended ones where failing checks point to the fault."""

import ast
from collections.abc import Iterator, Sequence
from textwrap import indent
from typing import Any

from core.simulated import linear as re
from core.simulated.writing.known_functions import KNOWN, Known, Part

_SIGNATURE = re.compile(r"\b([a-z_][a-z0-9_]*)\(([a-z_0-9, ]*)\)")
_SIMPLE: tuple[tuple[str, str], ...] = (
    (r"\b(?:sum|add|total)\b", "return sum({first}) if isinstance({first}, list) else {plus}"),
    (r"\b(?:average|mean)\b", "return sum({first}) / len({first}) if {first} else None"),
    (r"\b(?:product|multipl\w+)\b", "return {times}"),
    (r"\brevers\w+\b", "return {first}[::-1]"),
    (r"\b(?:largest|biggest|maximum|greatest|highest)\b", "return max({first}) if {first} else None"),
    (r"\b(?:smallest|minimum|lowest|least)\b", "return min({first}) if {first} else None"),
    (r"\bvowels?\b", 'return sum(1 for sign in {first}.lower() if sign in "aeiou")'),
    (r"\beven\b", "return {first} % 2 == 0"),
    (r"\bodd\b", "return {first} % 2 == 1"),
    (r"\bsquares?\b", "return {first} * {first}"),
    (r"\b(?:unique|duplicates?|distinct)\b", "return list(dict.fromkeys({first}))"),
    (r"\bsort\w*\b", "return sorted({first})"),
    (r"\bupper\b", "return {first}.upper()"),
    (r"\blower\b", "return {first}.lower()"),
    (r"\b(?:length|how many)\b", "return len({first})"),
)
NO_IDEA = 'raise NotImplementedError("A simulated model cannot write this; choose a real one.")'


def first_version(task: str) -> str:
    """A function for the task: a hurried one for a known job, a simple one for simple words, else an honest refusal."""
    name = known_name(task)
    return _written(name, KNOWN[name], frozenset()) if name else _attempt(task)


def mended_version(task: str, code: str, feedback: str) -> str:
    """The code with those parts mended that the failing checks of the feedback point to, and no others."""
    name = known_name(task)
    if name is None:
        return code.strip() or _attempt(task)
    known = KNOWN[name]
    calls = list(_arguments(name, failing_checks(feedback)))
    mended = {place for place, part in enumerate(known.parts) if _is_mended(part, code)}
    mended |= {place for place, part in enumerate(known.parts) if any(_wrong(part, given) for given in calls)}
    return _written(name, known, frozenset(mended))


def known_name(task: str) -> str | None:
    """The known function that the task names first, by its name or in words."""
    said = task.lower()
    places = {name: _place(said, name) for name in KNOWN}
    named = [name for name in KNOWN if places[name] >= 0]
    return min(named, key=lambda name: places[name]) if named else None


def failing_checks(feedback: str) -> list[str]:
    """The asserts that a report calls failing: lines such as `assert f(0) == 1 fails: …` or without the word."""
    found = [_check(line) for line in feedback.replace("; assert", "\nassert").splitlines()]
    return [one for one in found if one]


def judge(code: str, tests: str) -> tuple[int, str]:
    """A score from 1 to 10 and what to do better, from what the tests said and how the code looks."""
    failing = failing_checks(tests)
    if failing:
        worst = failing[0].removeprefix("assert ")
        return max(2, 6 - len(failing)), f"It is not correct yet: look at {worst}."
    if "NotImplementedError" in code:
        return 1, "It does nothing. Write the function."
    if not compiles(code):
        return 1, "This is not Python. Give only the code."
    missing = [] if '"""' in code else ["Say in a docstring what it does."]
    missing += ["Shorten it."] if len(code.splitlines()) > 25 else []
    return 10 - len(missing), " ".join(missing) or "Correct, clear and short."


def _check(line: str) -> str:
    """The assert at the start of a line: the shortest beginning before a colon that is whole."""
    ends = [match.start() for match in re.finditer(r"(?: fails)?: ", line)] if line.startswith("assert ") else []
    return next((line[:end] for end in ends if compiles(line[:end])), "")


def _place(said: str, name: str) -> int:
    found = re.search(rf"\b{name}\b|\b{name.replace('_', '[ _]')}\b|\b{name.removeprefix('is_')}s?\b", said)
    return found.start() if found else -1


def _written(name: str, known: Known, mended: frozenset[int]) -> str:
    lines = [part.mended if place in mended else part.hurried for place, part in enumerate(known.parts)]
    body = indent("\n".join(one for one in lines if one), "    ")
    return f'def {name}({known.parameters}):\n    """{known.purpose}"""\n{body}\n'


def _is_mended(part: Part, code: str) -> bool:
    return bool(part.mended) and indent(part.mended, "    ") in code


def _wrong(part: Part, given: Sequence[Any]) -> bool:
    try:
        return part.wrong_for is not None and bool(part.wrong_for(*given))
    except (TypeError, AttributeError):
        return False


def _arguments(name: str, checks: Sequence[str]) -> Iterator[list[Any]]:
    """The arguments of every call of `name` in the checks."""
    for check in checks:
        try:
            tree = ast.parse(check)
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                    yield [ast.literal_eval(one) for one in node.args]
        except (SyntaxError, ValueError):
            continue


def _attempt(task: str) -> str:
    match = _SIGNATURE.search(task)
    name, parameters = (match[1], match[2].strip()) if match else ("solve", "value")
    names = [one.strip() for one in parameters.split(",") if one.strip()] or ["value"]
    body = next((lines for words, lines in _SIMPLE if re.search(words, task, re.IGNORECASE)), NO_IDEA)
    filled = body.format(first=names[0], plus=" + ".join(names), times=" * ".join(names))
    return f"def {name}({', '.join(names)}):\n    {filled}\n"


def compiles(code: str) -> bool:
    """Whether a text is Python."""
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    return True

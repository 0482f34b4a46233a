"""A small command-line program put together from abilities: its text, its tests, and what it can do."""

import ast
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from core.simulated import linear as re
from core.simulated.reading.words import STOP_WORDS
from core.simulated.writing.abilities import PRACTICAL, Ability
from core.simulated.writing.ability_figures import FIGURES
from core.simulated.writing.ability_functions import FUNCTIONS
from core.simulated.writing.ability_games import GAMES
from core.simulated.writing.ability_pastimes import PASTIMES
from core.simulated.writing.code import compiles

ABILITIES = (*PRACTICAL, *FIGURES, *PASTIMES, *GAMES, *FUNCTIONS)
_TELLS_NOTHING = frozenset(
    "program programme app application tool script command-line command line terminal console small simple little "
    "python hello hi want need please write would like begin first good new version something".split()
)
_LOOP = '''

COMMANDS = {{{commands}}}


def value(word):
    """A word of the line: a number where it is one."""
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            pass
    return word


def reply(line):
    """The answer to one line: a command and what it needs."""
    name, *given = line.split() or [""]
    if name not in COMMANDS:
        return "Try one of: " + ", ".join(COMMANDS)
    try:
        return str(COMMANDS[name](*[value(word) for word in given]))
    except (TypeError, ValueError) as error:
        return f"That does not work: {{error}}"


def main():
    """Answer line after line until "quit"."""
    print("Try one of: " + ", ".join(COMMANDS) + ", quit")
    while True:
        line = input("> ").strip()
        if line == "quit":
            break
        print(reply(line))


if __name__ == "__main__":
    main()
'''
_LOOP_TESTS = """
def test_an_unknown_command_gets_a_hint():
    assert reply("nonsense").startswith("Try one of")
    assert reply("").startswith("Try one of")


def test_words_that_do_not_fit_get_an_answer():
    assert isinstance(reply("{command} a b c d e f g h i"), str)
"""


def abilities_for(wishes: Sequence[str]) -> list[Ability]:
    """What the wishes ask for; what builds on another ability only where that one is asked for as well."""
    said = "\n".join(wishes).lower()
    found = [one for one in ABILITIES if one.needs is None and re.search(one.words, said)]
    for one in ABILITIES:
        if one.needs in found and re.search(one.words, said):
            found.append(one)
    return found


def says_nothing(wish: str) -> bool:
    """Whether a wish holds no word that tells what the program is for."""
    return not _telling(wish)


def module_name(wish: str) -> str:
    """A file's name from what the program is: “a command-line maths tutor” gives maths_tutor."""
    first = re.split(
        r"[.:;,!?\n]|\b(?:that|which|where|with|for|to)\b(?!-)", re.sub(r"^.*?\b(?:an?|the|my)\b", "", wish)
    )[0]
    return "_".join(_telling(first)[-2:]).replace("-", "_").strip("_")[:30] or "program"


def program(abilities: Sequence[Ability], mended: Collection[Ability], purpose: str) -> str:
    """The whole file; an ability that is not mended keeps its usual slip."""
    parts = [(one.code if one in mended else one.hurried).strip() for one in abilities]
    imports = sorted({line for part in parts for line in part.splitlines() if _is_import(line)})
    bodies = [_body(part) for part in parts]
    commands = ", ".join(f'"{name}": {name}' for name in commands_of(abilities))
    head = [f'"""{purpose}"""', *(["\n".join(imports)] if imports else [])]
    return "\n\n".join(head) + "\n\n" + "\n\n\n".join(bodies) + "\n" + _LOOP.format(commands=commands)


def is_mended(ability: Ability, text: str) -> bool:
    """Whether a program holds the ability's code without a slip."""
    return _body(ability.code) in text


def checks_of(abilities: Sequence[Ability], module: str) -> str:
    """The tests of every ability and of the loop around them."""
    written = "\n\n\n".join(one.tests.strip() for one in abilities)
    loop = _LOOP_TESTS.format(command=commands_of(abilities)[0]).strip()
    names = [one for ability in abilities for one in _names(ability.code)]
    used = [name for name in names if re.search(rf"\b{name}\b", written)]
    return f"from {module} import {', '.join([*used, 'reply'])}\n\n\n{written}\n\n\n{loop}\n"


def commands_of(abilities: Sequence[Ability]) -> list[str]:
    """The names of the functions that a person can call."""
    return [node.name for one in abilities for node in ast.parse(one.code).body if isinstance(node, ast.FunctionDef)]


def replacements(before: str, after: str) -> list[tuple[str, str]]:
    """(old, new) stretches that turn one program into the other, in order.

    Each old stretch occurs exactly once when its turn comes, and every state in between is Python; where that cannot
    be, the whole is replaced.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[tuple[str, str]] = []
    text = before
    for kind, start, end, first, last in reversed(SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
        if kind == "equal":
            continue
        above = _lines_above(text, old, start, end)
        stretch = "".join(old[start - above : end])
        change = "".join([*old[start - above : start], *new[first:last]])
        text = text.replace(stretch, change)
        if not compiles(text):
            return [(before, after)]
        found.append((stretch, change))
    return found if text == after else [(before, after)]


def _lines_above(text: str, lines: Sequence[str], start: int, end: int) -> int:
    """How many lines above a stretch make it one that occurs once."""
    counts = (above for above in range(start + 1) if text.count("".join(lines[start - above : end])) == 1)
    return next(counts, start)


def at_fault(abilities: Sequence[Ability], report: str) -> list[Ability]:
    """The abilities of which a test failed, by the report."""
    failed = set(re.findall(r"^(test_\w+) failed", report, re.MULTILINE))
    return [one for one in abilities if failed & set(_names(one.tests))]


def _telling(text: str) -> list[str]:
    return [one for one in re.findall(r"[a-z][a-z-]*", text.lower()) if one not in STOP_WORDS | _TELLS_NOTHING]


def _names(code: str) -> list[str]:
    """The functions and values that a piece of code defines."""
    found: list[str] = []
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef):
            found.append(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.append(node.targets[0].id)
    return found


def _body(code: str) -> str:
    return "\n".join(line for line in code.splitlines() if not _is_import(line)).strip()


def _is_import(line: str) -> bool:
    return line.startswith(("import ", "from "))

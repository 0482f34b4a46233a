"""A few Python files that a model writes, and the tests that they have to pass, run in the sandbox."""

import ast
from collections.abc import Mapping
from itertools import chain, groupby, pairwise
from types import MappingProxyType

from pydantic import BaseModel

from core.errors import ToolFailed
from core.samples.sandbox import CheckReport, CodeReport, SandboxLimits, run_checks
from core.text import WORD, LinearPattern

CHECKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fibonacci": (
            "assert fibonacci(0) == 0",
            "assert fibonacci(1) == 1",
            "assert fibonacci(10) == 55",
            "assert fibonacci(90) == 2880067194370816120",
        ),
        "count_words": (
            "assert count_words('') == {}",
            "assert count_words('a b a') == {'a': 2, 'b': 1}",
            "assert count_words('Hello, hello!') == {'hello': 2}",
        ),
        "median": (
            "assert median([]) is None",
            "assert median([3, 1, 2]) == 2",
            "assert median([4, 1, 3, 2]) == 2.5",
            "assert median([5]) == 5",
        ),
        "is_palindrome": (
            "assert is_palindrome('')",
            "assert is_palindrome('A man, a plan, a canal: Panama')",
            "assert not is_palindrome('ab')",
        ),
        "is_prime": (
            "assert not is_prime(1)",
            "assert is_prime(2)",
            "assert not is_prime(91)",
            "assert is_prime(104729)",
        ),
        "factorial": ("assert factorial(0) == 1", "assert factorial(5) == 120"),
        "flatten": (
            "assert flatten([]) == []",
            "assert flatten([1, [2, [3, []]]]) == [1, 2, 3]",
        ),
        "roman": (
            "assert roman(4) == 'IV'",
            "assert roman(1994) == 'MCMXCIV'",
        ),
        "gcd": ("assert gcd(12, 18) == 6", "assert gcd(7, 0) == 7"),
        "fizzbuzz": ("assert fizzbuzz(15) == 'FizzBuzz'", "assert fizzbuzz(9) == 'Fizz'", "assert fizzbuzz(7) == '7'"),
    }
)


NAMING = frozenset({"function", "def", "called", "named", "it"})  # words before a name: "a function gcd", "name it gcd"


def checks_for(task: str) -> tuple[str, ...]:
    """The checks of the function that the task asks for, by its exact name; none where none are known for it."""
    return CHECKS.get(_function_named(task), ())


def _function_named(task: str) -> str:
    """The first name with a parenthesis behind it; else the first known one that is marked as a function's name.

    Without a mark it may be a word of the language: "roman numerals", "the median income".
    """
    pieces = ["", *("".join(run) for _, run in groupby(task, _is_part_of_a_name)), ""]
    words = [place for place, piece in enumerate(pieces) if piece and _is_part_of_a_name(piece[0])]
    called = (pieces[place] for place in words if pieces[place + 1].startswith("("))
    quoted = (pieces[place] for place in words if (pieces[place - 1][-1:], pieces[place + 1][:1]) == ("`", "`"))
    told = (pieces[after] for before, after in pairwise(words) if pieces[before] in NAMING)
    suffixed = (pieces[before] for before, after in pairwise(words) if pieces[after] == "function")
    marked = (name for name in chain(quoted, told, suffixed) if name in CHECKS)
    return next(called, None) or next(marked, "")


def _is_part_of_a_name(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


LONGEST_FILE = 20_000
MOST_FILES = 12
MOST_TESTS = 40
_LONGEST_TOLD = 300
_NAME = LinearPattern(rf"[A-Za-z_][{WORD}]{{0,40}}\.py")


class CodeFile(BaseModel):
    """A file and what it holds."""

    name: str
    content: str


class CodeProject:
    """The files and how their tests went; its methods are the tools of whoever writes them."""

    def __init__(self, limits: SandboxLimits | None = None) -> None:
        self.contents: dict[str, str] = {}
        self.report: CodeReport | None = None
        self._limits = limits or SandboxLimits(seconds=1.0)

    @property
    def files(self) -> list[CodeFile]:
        """Every file, in the order in which they were first written."""
        return [CodeFile(name=name, content=content) for name, content in self.contents.items()]

    @property
    def passes(self) -> bool:
        """Whether there were tests and all passed, for the files as they are now."""
        return self.report is not None and self.report.passed

    def write_file(self, name: str, content: str) -> str:
        """Write a Python file, such as tutor.py or test_tutor.py, replacing what it held."""
        if not _NAME.fullmatch(name):
            raise ToolFailed(f"{name[:60]!r} is no name for a file here. Use letters, digits and _, ending in .py.")
        if len(content) > LONGEST_FILE:
            raise ToolFailed(f"{name} has {len(content):,} characters; at most {LONGEST_FILE:,}. Make it shorter.")
        if name not in self.contents and len(self.contents) >= MOST_FILES:
            raise ToolFailed(f"There are {MOST_FILES} files already. Write into one of them.")
        return self._keep(name, content)

    def replace_in_file(self, name: str, old: str, new: str) -> str:
        """Replace a stretch of a file, given word for word, by another; it must occur exactly once."""
        if name not in self.contents:
            raise ToolFailed(f"There is no file {name[:60]!r}. There are: {', '.join(self.contents) or 'none yet'}.")
        times = self.contents[name].count(old) if old else 0
        if times != 1:
            raise ToolFailed(f"That stretch occurs {times} times in {name}. Give one that occurs exactly once.")
        changed = self.contents[name].replace(old, new)
        if len(changed) > LONGEST_FILE:
            raise ToolFailed(f"{name} would have {len(changed):,} characters; at most {LONGEST_FILE:,}.")
        return self._keep(name, changed)

    async def run_tests(self) -> str:
        """Run every function test_… of the files test_….py in a sandbox without input, files or network."""
        program, tests = self._program(), self._tests()
        if not tests:
            raise ToolFailed("There is no test. Write a file test_….py with functions test_… that assert.")
        report = await run_checks(program, list(tests.values())[:MOST_TESTS], self._limits)
        checks = zip(tests, report.checks, strict=False)
        named = [
            CheckReport(check=name, problem=" ".join(check.problem.split())[:_LONGEST_TOLD]) for name, check in checks
        ]
        self.report = CodeReport(output=report.output, checks=named)
        return report_told(self.report)

    def _keep(self, name: str, content: str) -> str:
        """Keep a file that is Python; how its tests went is unknown from then on."""
        _parsed(name, content)
        self.contents[name] = content
        self.report = None
        return f"{name} has {len(content.splitlines())} lines now."

    def _program(self) -> str:
        """The files without tests as one text."""
        own = [name for name in self.contents if not _is_test(name)]
        return "\n\n".join(self._joinable(name) for name in _imported_first(own, self.contents))

    def _tests(self) -> dict[str, str]:
        """The code of each test by its name: its whole file, then the call of its function."""
        found: dict[str, str] = {}
        for file in filter(_is_test, self.contents):
            tree = _parsed(file, self.contents[file])
            functions = [statement.name for statement in tree.body if isinstance(statement, ast.FunctionDef)]
            for name in functions:
                if name.startswith("test"):
                    found[name] = f"{self._joinable(file)}\n{name}()\n"
        return found

    def _joinable(self, name: str) -> str:
        """A file without what the sandbox cannot do: imports of the other files, and being started by hand."""
        tree = _parsed(name, self.contents[name])
        own = {file.removesuffix(".py") for file in self.contents}
        for node in tree.body:
            if isinstance(node, ast.Import) and own & {alias.name for alias in node.names}:
                raise ToolFailed(f"{name} imports a file as a whole. Write “from {node.names[0].name} import …”.")
        kept = [node for node in tree.body if not _imports(node, own) and not _starts_by_hand(name, node)]
        return _written(name, ast.Module(kept, []))


def report_told(report: CodeReport | None) -> str:
    """How the tests went, in words."""
    if report is None:
        return "The tests have not been run."
    failed = [f"{check.check} failed: {check.problem}" for check in report.checks if check.problem]
    passed = len(report.checks) - len(failed)
    return "\n".join([f"{passed} of {len(report.checks)} tests passed.", *failed])


def _parsed(name: str, content: str) -> ast.Module:
    try:
        return ast.parse(content)
    except (RecursionError, MemoryError) as error:
        raise _too_deep(name) from error
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
        raise ToolFailed(f"{name} is not Python: {str(error)[:200]}{where}. Correct it and write it again.") from error


def _written(name: str, node: ast.AST) -> str:
    """Parsed code as text again."""
    try:
        return ast.unparse(node)
    except RecursionError as error:
        raise _too_deep(name) from error


def _too_deep(name: str) -> ToolFailed:
    return ToolFailed(f"{name} nests its code too deeply to be read. Take its longest expressions apart.")


def _is_test(name: str) -> bool:
    return name.startswith("test_")


def _imports(node: ast.stmt, modules: set[str]) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module in modules


def _starts_by_hand(file: str, node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "__name__" in _written(file, node.test)


def _imported_first(names: list[str], contents: dict[str, str]) -> list[str]:
    """The names in an order in which a file comes after those it imports; files that import each other keep theirs."""
    placed: list[str] = []
    seen: set[str] = set()

    def place(name: str) -> None:
        if name in seen or name not in names:
            return
        seen.add(name)
        for node in _parsed(name, contents[name]).body:
            if isinstance(node, ast.ImportFrom):
                place(f"{node.module}.py")
        placed.append(name)

    for name in names:
        place(name)
    return placed

"""Which part may know which, how long a file or function may grow, and what no file may do."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.models.provider_table import PROVIDERS as PROVIDER_TABLE

ROOT = Path(__file__).parent.parent
CORE, PAGES, TESTS, BENCH = (ROOT / name for name in ("core", "pages", "tests", "bench"))
OURS = [ROOT / "app.py", *(path for folder in (CORE, PAGES, TESTS, BENCH) for path in sorted(folder.rglob("*.py")))]
PRODUCT = [path for path in OURS if not path.is_relative_to(TESTS)]
NO_WORKFLOWS = ("__init__.py", "catalogue.py")
WORKFLOWS = [path for path in sorted((CORE / "workflows").glob("*.py")) if path.name not in NO_WORKFLOWS]
PAGE_SCRIPTS = PAGES / "scripts"

PROVIDERS = {"openai", "google", "httpx", "httpx2", "requests", "xllamacpp", "urllib.request"}
FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}
LONGEST_FUNCTION = 60

# Hand-made HTML: each of these was read with care, and escapes every text that is not its own.
HTML_BUILDERS = {
    "pages/server/streamlit_files.py",
    "pages/ui/markup.py",
    "pages/results/mail.py",
    "pages/results/sources.py",
    "pages/ui/untrusted.py",
}
# Modules that go back over what they have read, so that one text can hold the interpreter for minutes.
GO_BACK = {"re", "sre_compile", "difflib", "fnmatch", "glob", "textwrap", "html.parser", "bs4", "string.Template"}
# All rooms of core and pages read text from people, models, tools, files or servers; these may use them all the same:
MAY_GO_BACK = {
    "core/simulated": "the simulated model, until it is built anew; a test holds it to linear time meanwhile",
    "core/export/parts": "goes into scripts, which run for their owner alone and do with few packages",
    "core/export/layout.py": "wraps what workflows say of themselves",
    "pages/server/security_headers.py": "reads Streamlit's own start page",
}
TAG = re.compile(r"</?[a-z][a-z0-9]*[\s>/]")

# Who may ask the machine what day it is. A model knows no date but the one that its prompt gives.
ASKS_THE_DATE = {
    "core/runtime/execution.py": "when a run began",
    "core/history/history.py": "which server still lives, and when a run was deleted",
    "core/providers/gemini/errors.py": "how long until the date in Retry-After",
    "core/providers/openai/errors.py": "how long until the date in Retry-After",
    "core/workflows/calendar_chain.py": "the default of a parameter",
    "core/workflows/calendar_router.py": "the default of a parameter",
    "core/workflows/guardrails.py": "the default of a parameter",
    "core/workflows/tool_use.py": "the default of a parameter",
    "pages/history/runs_list.py": "how long ago a run was",
    "pages/results/event.py": "when a calendar file was made",
    "pages/form/versions.py": "how long ago a prompt was edited",
}
# Who may name a provider in a string, besides the table of providers, the adapters and the parts of scripts for an SDK.
NAMES_A_PROVIDER = {
    "core/export/layout.py": "the model and the key of a script for each SDK",
    "core/export/script.py": "which SDK a script is for",
    "core/models/base_urls.py": "the domain `local`",
    "core/workflows/support_triage.py": "the defaults of two parameters",
    "pages/compare/comparison.py": "the word for people",
    "pages/history/runs_list.py": "the word for people",
}
MACHINES_DATE = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.localtime", "time.time"}


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[named(path) for path in paths])


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> set[str]:
    """Full names of the modules a file imports, inside functions too; `from a import b` counts as `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a file with the name called, as written: `st.html`, `eval`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


@each([path for path in PRODUCT if path.is_relative_to(CORE)])
def test_core_knows_nothing_of_streamlit_or_of_pages(path: Path) -> None:
    assert [name for name in imports(path) if within(name, {"streamlit", "pages", "app"})] == []


def names_a_provider(path: Path) -> bool:
    """Whether a string of the file, docstrings aside, is a provider's name or begins as its models do."""
    parsed = tree(path)
    bare = {id(node.value) for node in ast.walk(parsed) if isinstance(node, ast.Expr)}
    strings = (node.value for node in ast.walk(parsed) if isinstance(node, ast.Constant) and id(node) not in bare)
    return any(isinstance(text, str) and text.partition(":")[0] in PROVIDER_TABLE for text in strings)


def test_only_those_listed_name_a_provider() -> None:
    own = (CORE / "models" / "provider_table.py", CORE / "providers", CORE / "simulated", CORE / "export" / "parts")
    places = [path for path in PRODUCT if path.is_relative_to(CORE) or path.is_relative_to(PAGES)]
    naming = {named(path) for path in places if not any(map(path.is_relative_to, own)) and names_a_provider(path)}
    assert naming == set(NAMES_A_PROVIDER)


@each([path for path in PRODUCT if path.is_relative_to(PAGES)])
def test_pages_know_no_provider(path: Path) -> None:
    assert [name for name in imports(path) if within(name, PROVIDERS)] == []


@each(WORKFLOWS)
def test_a_workflow_is_written_with_core_and_the_standard_library(path: Path) -> None:
    strangers = {
        name
        for name in imports(path)
        if not within(name, {"core", "pydantic", *sys.stdlib_module_names}) or within(name, PROVIDERS)
    }
    assert strangers == set()


@each(WORKFLOWS)
def test_a_workflow_leaves_cores_machinery_alone(path: Path) -> None:
    machinery = {"engine", "trace", "events", "recording", "execution", "llm", "history", "plan", "terminal", "world"}
    assert [name for name in imports(path) if within(name, {f"core.{part}" for part in machinery})] == []


def test_nothing_but_the_frame_lies_directly_in_pages() -> None:
    # Streamlit takes other scripts there for pages of its own, and deep links break.
    assert [path.name for path in PAGES.glob("*.py")] == ["frame.py"]


@each(OURS)
def test_a_file_is_named_for_what_is_in_it(path: Path) -> None:
    assert FORBIDDEN_NAMES.isdisjoint(path.stem.split("_"))


def longest_allowed(path: Path) -> int | None:
    if path in WORKFLOWS:
        return 150
    if path.parent in (PAGES, PAGE_SCRIPTS):
        return 100
    return None if path.is_relative_to(TESTS) else 250


@each(PRODUCT)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    allowed = longest_allowed(path)
    assert allowed is not None
    assert len(path.read_text(encoding="utf-8").splitlines()) <= allowed


@each(OURS)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@each(PRODUCT)
def test_text_is_never_run_as_code_or_unpickled(path: Path) -> None:
    runs_text = {"eval", "exec", "compile", "__import__", "os.system", "builtins.eval", "builtins.exec"}
    assert [name for name, _ in calls(path) if name in runs_text] == []
    assert [name for name in imports(path) if within(name, {"pickle", "marshal", "shelve", "dill", "joblib"})] == []


@each(PRODUCT)
def test_no_text_is_trusted_as_html(path: Path) -> None:
    for name, call in calls(path):
        assert "unsafe_allow_html" not in {word.arg for word in call.keywords}
        assert "unsafe_allow_javascript" not in {word.arg for word in call.keywords}
        assert not name.endswith(("components.html", "components.v1.html"))
        if name.endswith("iframe"):
            assert named(path) == "pages/run/site.py", "what stands in a frame comes from the shut-off preview alone"
            assert ast.unparse(call.args[0]) == "address"


def test_only_those_listed_ask_the_machine_what_day_it_is() -> None:
    asking = {
        named(path)
        for path in PRODUCT
        if not path.is_relative_to(BENCH)
        and MACHINES_DATE & {ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    }
    assert asking == set(ASKS_THE_DATE)


def goes_back(path: Path) -> list[str]:
    return [name for name in imports(path) if within(name, GO_BACK)]


def may_go_back(path: Path) -> bool:
    return any(path.is_relative_to(ROOT / room) for room in MAY_GO_BACK)


@each([path for path in PRODUCT if path.is_relative_to(CORE) or path.is_relative_to(PAGES)])
def test_text_is_read_with_what_never_goes_back_over_it(path: Path) -> None:
    # Instead, in core/text: patterns.py, text_diff.py for what changed, nearest.py for likeness, html_text.py.
    if not may_go_back(path):
        assert goes_back(path) == []
        assert path.name == "patterns.py" or not {"re2", "regex"} & imports(path), (
            "core/text/patterns.py is the way to RE2"
        )


def test_the_list_of_rooms_that_may_go_back_is_no_longer_than_needed() -> None:
    using = [path for path in PRODUCT if goes_back(path)]
    assert [room for room in MAY_GO_BACK if not any(path.is_relative_to(ROOT / room) for path in using)] == []


def makes_html(path: Path) -> bool:
    """Whether the file draws HTML or has a tag in one of its strings, docstrings aside."""
    parsed = tree(path)
    bare = {id(node.value) for node in ast.walk(parsed) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(parsed) if isinstance(node, ast.Constant) and id(node) not in bare)
    tagged = any(TAG.search(node.value) for node in strings if isinstance(node.value, str))
    return tagged or "st.html" in {name for name, _ in calls(path)}


@each([path for path in PRODUCT if path.is_relative_to(PAGES)])
def test_html_is_made_by_hand_only_where_it_is_escaped(path: Path) -> None:
    if makes_html(path):
        assert named(path) in HTML_BUILDERS
        assert {"escape_html", "escape"} & {name for name, _ in calls(path)} or path.name == "untrusted.py"


def test_the_list_of_html_builders_is_no_longer_than_needed() -> None:
    assert {name for name in HTML_BUILDERS if not makes_html(ROOT / name)} == set()

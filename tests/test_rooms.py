"""The house: which room may use which, by its surface alone, and no circles. The rooms are in tests/rooms.py."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.rooms import HIDDEN, NARROW, ROOMS

ROOT = Path(__file__).parent.parent
FILES = [ROOT / "app.py", *sorted((ROOT / "core").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py"))]
STOREYS = {room: storey for storey, rooms in enumerate(ROOMS) for room in rooms.split()}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES: Mapping[str, Path] = {name_of(path): path for path in FILES}


class Import(NamedTuple):
    """One name that a module takes from another, the line where it does, and the module as it is written there."""

    by: str
    line: int
    source: str
    name: str

    def __str__(self) -> str:
        return f"{self.by}, line {self.line}: {self.name} of {self.source}"

    @property
    def module(self) -> str:
        """The module that is read: a name of `core` is one of its vocabulary."""
        inner = f"{self.source}.{self.name}"
        if inner in MODULES:
            return inner
        return "core.vocabulary" if self.source == "core" and self.name != "run" else self.source


def imports(module: str) -> Iterator[Import]:
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(module, node.lineno, alias.name, "") for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, f"{module} imports relatively, in line {node.lineno}"
            if node.module in MODULES or node.module.partition(".")[0] in ("core", "pages"):
                yield from (Import(module, node.lineno, node.module, alias.name) for alias in node.names)


@cache
def all_imports() -> tuple[Import, ...]:
    return tuple(found for module in MODULES for found in imports(module))


def room_of(module: str) -> str:
    return module if module in STOREYS else ".".join(module.split(".")[:2])


def surface(package: str) -> set[str]:
    """What the `__all__` of a package names."""
    for node in ast.parse(MODULES[package].read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
            return set(ast.literal_eval(node.value))
    return set()


def is_package(module: str) -> bool:
    return MODULES[module].name == "__init__.py"


def test_every_module_is_in_a_room() -> None:
    assert {module for module in MODULES if room_of(module) not in STOREYS} == set()
    assert {room for room in STOREYS if not any(room_of(module) == room for module in MODULES)} == set()


def test_rooms_use_only_what_stands_above_them() -> None:
    upwards = [
        str(found)
        for found in all_imports()
        if room_of(found.by) != room_of(found.module) and STOREYS[room_of(found.module)] >= STOREYS[room_of(found.by)]
    ]
    assert upwards == []


def test_some_rooms_see_less_and_some_are_seen_by_few() -> None:
    strays = [
        str(found)
        for found in all_imports()
        if (here := room_of(found.by)) != (there := room_of(found.module))
        and (there not in NARROW.get(here, {there}) or here not in HIDDEN.get(there, {here}))
    ]
    assert strays == []


def test_no_module_is_in_a_circle() -> None:
    # A package that hands out what its modules define is read before them, which is no circle of theirs.
    used: dict[str, set[str]] = {module: set() for module in MODULES}
    for found in all_imports():
        if not is_package(found.by):
            used[found.by].add(found.module)
    TopologicalSorter({module: of - {module} for module, of in used.items()}).prepare()


def test_a_room_is_used_by_its_surface() -> None:
    around = [
        str(found) for found in all_imports() if room_of(found.by) != room_of(found.module) and goes_around(found)
    ]
    assert around == []


def goes_around(found: Import) -> bool:
    """Whether something is taken that no package hands out: neither by name, nor as a module that it names."""
    if found.source in STOREYS and not is_package(found.source) or found.by == "core":
        return False
    if is_package(found.source):
        return found.source != "core" and found.name not in surface(found.source)
    package, _, module = found.source.rpartition(".")
    return module not in surface(package)


@pytest.mark.parametrize("package", [module for module in MODULES if is_package(module) and module != "core"])
def test_a_package_says_what_it_is_and_what_it_offers(package: str) -> None:
    tree = ast.parse(MODULES[package].read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    names = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    modules = {module.rpartition(".")[2] for module in MODULES if module.rpartition(".")[0] == package}
    assert names <= surface(package) <= names | modules


def room_of_tests(path: Path) -> str:
    """`core.trace` for tests/core/trace/test_x.py; a room of one module has its test beside the folders."""
    top, *folders, _ = path.relative_to(ROOT / "tests").parts
    return f"{top}.{folders[0] if folders else path.stem.removeprefix('test_')}"


def test_a_test_of_core_or_of_the_pages_lies_where_its_room_says() -> None:
    tests = [path for top in ("core", "pages") for path in sorted((ROOT / "tests" / top).rglob("test_*.py"))]
    assert tests
    assert [str(path.relative_to(ROOT)) for path in tests if room_of_tests(path) not in STOREYS] == []

"""What CONTRIBUTING says is followed to the letter, in a copy of the project."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = ("core", "tests", "bench", "pyproject.toml", "README.md")
PATIENCE_S = 300.0


def section(title: str) -> str:
    return CONTRIBUTING.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def files_in(text: str) -> Iterator[tuple[str, str]]:
    """The blocks of code with the path that is named last before each of them."""
    before, *blocks = text.split("```python\n")
    for block in blocks:
        code, _, after = block.partition("```")
        yield before.split("`")[-2], code
        before = after


def commands_in(text: str) -> list[str]:
    return [words for words in text.split("`")[1::2] if words.startswith("pytest ")]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in COPIED:
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(place, tmp_path / name)
    return tmp_path


def run(copy: Path, *words: str, ends: int = 0) -> str:
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTEST_ADDOPTS": "-p no:cacheprovider"}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == ends, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def test_a_workflow_is_added_with_two_files(copy: Path) -> None:
    recipe = section("Add a workflow")
    written = dict(files_in(recipe))
    assert list(written) == ["core/workflows/headline.py", "tests/workflows/test_headline.py"]
    for name, code in written.items():
        (copy / name).write_text(code, encoding="utf-8")
    (command,) = commands_in(recipe)
    assert "passed" in run(copy, *command.split())
    assert "headline" in run(copy, "core", "list")
    assert "`headline`" in run(copy, "bench.readme_table")


def test_a_workflow_of_no_known_pattern_is_told_so(copy: Path) -> None:
    (name, code), *_ = files_in(section("Add a workflow"))
    (copy / name).write_text(code.replace("Evaluator and optimizer", "Evaluation"), encoding="utf-8")
    assert "names no known pattern: 'Evaluation'. Choose one of: Building blocks" in run(copy, "core", "list", ends=1)


@pytest.mark.parametrize("title", ["Add a provider", "Add a page", "Add an event"])
def test_the_files_and_tests_that_a_recipe_names_exist(title: str) -> None:
    words = [word.rstrip(".,:;") for part in section(title).split("`")[1::2] for word in part.split()]
    paths = [word for word in words if "/" in word and "<" not in word]
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []

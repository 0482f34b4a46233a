import ast
import inspect
import io
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from bench.readme_table import gallery_table
from core.cli.command_line import main
from core.notebook import Outcome

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no section {title!r}"
    return found[1]


def commands() -> list[str]:
    shown = section("From the command line") + section("Keep, compare, run again, take home")
    return re.findall(r"^python -m core .*$", shown, re.MULTILINE)


async def test_what_the_python_section_shows_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", section("From Python"), re.DOTALL)
    assert blocks
    names: dict[str, Any] = {}
    for block in blocks:
        code = compile(block, "README.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        running = eval(code, names)
        if inspect.isawaitable(running):
            await running
    assert isinstance(names["outcome"], Outcome)
    assert names["outcome"].status == "completed"


def test_every_command_is_shown() -> None:
    assert {shlex.split(line)[3] for line in commands()} == {"list", "show", "run", "compare", "export"}


@pytest.mark.parametrize("line", commands())
def test_a_command_that_is_shown_runs(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    argv = shlex.split(line)[3:]
    if argv[0] in ("run", "compare"):
        argv += ["--speed", "0"]
    out, err = io.StringIO(), io.StringIO()
    status = main(argv, stdout=out, stderr=err, environ={"PLAYGROUND_HOME": str(tmp_path / "home")})
    assert status == 0, err.getvalue()
    assert out.getvalue() or list(tmp_path.iterdir())


def test_setting_up_takes_the_two_commands_of_the_first_screen() -> None:
    first_screen = README.partition("\n## ")[0]
    assert "pip install -r requirements.txt && streamlit run app.py" in first_screen
    tested = re.search(r"<!-- test command -->\n```\n(.*)\n```\n<!-- end of test command -->", first_screen)
    assert tested
    assert tested[1] == "pip install -r requirements-dev.txt && pytest"


def test_the_table_of_workflows_is_the_one_made_from_them() -> None:
    shown = README.partition("<!-- workflows -->\n")[2].partition("\n<!-- end of workflows -->")[0]
    assert shown == gallery_table(), "run python -m bench.readme_table and put its table into README.md"

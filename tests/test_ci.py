"""CI, the README and the Makefile say the same."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sections import sections

ROOT = Path(__file__).parent.parent
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_marks_the_test_command_that_ci_reads() -> None:
    marked = README.split("<!-- test command -->")[1].split("<!-- end of test command -->")[0]
    assert marked.replace("```", "").strip() == "pip install -r requirements-dev.txt && pytest"


def test_ci_reads_the_test_command_from_the_readme() -> None:
    reading = re.search(r"test_command=\$\((.+)\)\n", CI)
    assert reading
    shell = subprocess.run(["bash", "-c", reading[1]], cwd=ROOT, capture_output=True, text=True, check=True, timeout=10)
    assert shell.stdout.strip() == "pip install -r requirements-dev.txt && pytest"


def test_ci_is_a_script_that_can_be_started_and_parsed() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=True, timeout=10)


def test_ci_runs_every_check_and_stops_at_the_first_failure() -> None:
    assert "set -euo pipefail" in CI
    lines = CI.splitlines()
    for check in ("ruff check .", "ruff format --check .", "mypy"):
        assert check in lines


def test_the_start_command_is_in_the_readmes_first_screen() -> None:
    first_screen = "\n".join(README.splitlines()[:30])
    assert "pip install -r requirements.txt && streamlit run app.py" in first_screen


def test_every_requirement_has_a_range_that_was_tried_and_a_reason() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.fullmatch(r"[a-z0-9-]+(?:\[[a-z0-9,-]+\])?>=[\d.]+,<[\d.]+ +# .+", line), line


def test_every_setting_of_the_app_says_why() -> None:
    for line in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("["):
            assert re.fullmatch(r"\w+ = .+ # .+", line), line


def test_a_test_that_hangs_fails_by_itself(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    assert float(pytestconfig.getini("timeout")) >= 60, "a limit for hangs, not for speed"
    (tmp_path / "test_hung.py").write_text("import threading\ndef test_hung(): threading.Event().wait()\n")
    pytest_here = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    argv = [*pytest_here, "-o", "timeout=0.2", str(tmp_path)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "Timeout" in done.stdout


def test_the_seconds_of_each_section_are_added_up_and_the_slowest_comes_first() -> None:
    found = sections(
        [
            ("tests/core/history/test_writer.py::test_a", "setup", 0.5, True),
            ("tests/core/history/test_writer.py::test_a", "call", 1.0, True),
            ("tests/core/history/test_writer.py::test_b", "call", 1.0, False),
            ("tests/browser/test_shell.py::test_c[light]", "call", 4.0, True),
            ("tests/test_ci.py::test_d", "call", 0.1, True),
        ]
    )
    assert [(name, section.passed, section.seconds) for name, section in found.items()] == [
        ("browser", 1, 4.0),
        ("core/history", 1, 2.5),
        ("house", 1, 0.1),
    ]

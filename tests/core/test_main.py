import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30.0
AT_ONCE = ("--speed", "0")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"PLAYGROUND_HOME": str(tmp_path)}


def command(*argv: str) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "core", *argv]


def in_process(home: dict[str, str]) -> dict[str, Any]:
    return {"cwd": ROOT, "env": {**os.environ, **home}, "text": True, "encoding": "utf-8"}


def test_it_runs_as_a_module(home: dict[str, str]) -> None:
    argv = command("run", "calendar-chain", "--json", *AT_ONCE)
    done = subprocess.run(argv, capture_output=True, timeout=PATIENCE_S, check=False, **in_process(home))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["status"] == "completed"


UNWANTED = ("streamlit", "pandas", "openai", "google.genai", "genai_prices", "IPython")
WITHOUT = f"""
import sys
sys.modules["streamlit"] = None
from core.command_line import main
status = main(["run", "faq-chain", "--speed", "0"])
loaded = [name for name in {UNWANTED} if sys.modules.get(name)]
sys.exit(f"loaded {{loaded}}" if loaded else status)
"""


def test_it_needs_neither_streamlit_nor_pandas_nor_an_sdk(home: dict[str, str]) -> None:
    argv = [sys.executable, "-c", WITHOUT]
    done = subprocess.run(argv, capture_output=True, timeout=PATIENCE_S, check=False, **in_process(home))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def slow_run(home: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    argv = command("run", "faq-chain", "--json", "--profile", "slow", "--log", "info")
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **in_process(home))
    yield process
    process.kill()
    process.communicate()


def test_control_c_cancels_the_run_and_tells_what_it_had(slow_run: subprocess.Popen[str]) -> None:
    assert slow_run.stderr is not None
    assert any("AttemptStarted" in line for line in slow_run.stderr)
    slow_run.send_signal(signal.SIGINT)
    out, err = slow_run.communicate(timeout=PATIENCE_S)
    assert slow_run.returncode == 130
    assert "Traceback" not in err
    cancelled = json.loads(out)
    assert cancelled["status"] == "cancelled"
    assert cancelled["steps"][0]["status"] == "cancelled"


def test_a_reader_who_leaves_early_causes_no_complaint(home: dict[str, str]) -> None:
    process = subprocess.Popen(command("list"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, **in_process(home))
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=PATIENCE_S)
    assert "Traceback" not in err
    assert "Exception" not in err

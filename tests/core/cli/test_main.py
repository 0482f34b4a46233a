import ast
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
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
from core.cli.command_line import main
status = main(["run", "faq-chain", "--speed", "0"])
loaded = [name for name in {UNWANTED} if sys.modules.get(name)]
sys.exit(f"loaded {{loaded}}" if loaded else status)
"""


def test_it_needs_neither_streamlit_nor_pandas_nor_an_sdk(home: dict[str, str]) -> None:
    argv = [sys.executable, "-c", WITHOUT]
    done = subprocess.run(argv, capture_output=True, timeout=PATIENCE_S, check=False, **in_process(home))
    assert (done.returncode, done.stderr) == (0, "")


EVERY_COMMAND = r"""
import sys
from core.__main__ import run_with_streams

for argv in (["list"], ["show", "storefront-pipeline"], ["run", "basic-call", "\u4f60\u597d", "--speed", "0"],
             ["run", "faq-chain", "--estimate"], ["compare", "basic-call", "--repeats", "1", "--speed", "0"],
             ["export", "basic-call", "--for", "dot"], ["run", "--help"], ["run", "\u4f60\u597d"]):
    sys.argv = ["core", *argv]
    try:
        status = run_with_streams()
    except SystemExit as ended:  # --help
        status = ended.code or 0
    assert status in (0, 2), argv
"""
NARROW = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "ascii": {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
}


@pytest.mark.parametrize("encoding", NARROW)
def test_what_a_terminal_cannot_show_is_written_as_its_code_by_every_command(
    home: dict[str, str], encoding: str
) -> None:
    env = {**os.environ, **home, **NARROW[encoding]}
    argv = [sys.executable, "-c", EVERY_COMMAND]
    done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, timeout=PATIENCE_S, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert "\\u4f60" in done.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", NARROW)
def test_an_exported_script_is_python_whatever_the_terminal_can_show(
    home: dict[str, str], tmp_path: Path, encoding: str
) -> None:
    words, script = "Grüße … 你好", tmp_path / "mine.py"
    env = {**os.environ, **home, **NARROW[encoding]}
    argv = command("export", "basic-call", "--set", f"system_prompt={words}")
    with script.open("wb") as out:
        subprocess.run(argv, cwd=ROOT, env=env, stdout=out, stderr=subprocess.PIPE, timeout=PATIENCE_S, check=True)
    ast.parse(script.read_bytes())
    assert words in script.read_text(encoding="utf-8")


@pytest.fixture(params=[signal.SIG_DFL, signal.SIG_IGN], ids=["heeded", "ignored by the parent"])
def slow_run(home: dict[str, str], request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    argv = command("run", "faq-chain", "--json", "--profile", "slow", "--log", "info")
    process = subprocess.Popen(
        argv,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=partial(signal.signal, signal.SIGINT, request.param),  # shells ignore it for background jobs
        **in_process(home),
    )
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


PRESSED = """
import asyncio, os, signal, sys

def press(*_, **__):
    os.kill(os.getpid(), signal.SIGINT)

async def stubborn(*_, **__):
    press()
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        press()
    raise SystemExit("nobody listened")

class WhileImporting:
    def find_spec(self, name, *_):
        if name == "core.cli.running":
            press()

def at_work(moment):
    if moment == "imports":
        sys.meta_path.insert(0, WhileImporting())
        return
    from core.cli import comparing, running
    if moment == "cancelling":
        running.run_in_current_loop = stubborn
    elif moment == "measuring":
        comparing.measure = stubborn
    elif moment == "summary":
        running.print_summary = press
    elif moment == "closing":
        close = running.History.close
        running.History.close = lambda history: (press(), close(history), sys.stderr.write("stored"))
    elif moment == "closing, twice":
        running.History.close = lambda history: (press(), press())

at_work(sys.argv.pop())
import runpy
runpy.run_module("core", run_name="__main__")
"""


@pytest.mark.parametrize("moment", ["imports", "cancelling", "measuring", "summary", "closing", "closing, twice"])
def test_control_c_at_any_moment_ends_it_quietly(home: dict[str, str], moment: str) -> None:
    what = ("compare", "faq-chain") if moment == "measuring" else ("run", "basic-call")
    argv = [sys.executable, "-c", PRESSED, *what, *AT_ONCE, moment]
    done = subprocess.run(argv, capture_output=True, timeout=PATIENCE_S, check=False, **in_process(home))
    assert (done.returncode, done.stderr) == (130, "stored" if moment == "closing" else "")


def test_control_c_at_a_question_ends_the_run_without_waiting_for_the_answer(home: dict[str, str]) -> None:
    ours, theirs = os.openpty()
    argv = command("run", "storefront-pipeline", "bumblebox", *AT_ONCE)
    process = subprocess.Popen(argv, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **in_process(home))
    try:
        assert process.stdout is not None
        assert any("approve (a)" in line for line in process.stdout)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
        os.close(ours)
        os.close(theirs)
    assert (process.returncode, err) == (130, "")
    assert "cancelled" in out


def test_a_reader_who_leaves_early_causes_no_complaint(home: dict[str, str]) -> None:
    process = subprocess.Popen(command("list"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, **in_process(home))
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=PATIENCE_S)
    assert "Traceback" not in err
    assert "Exception" not in err

"""Every exported script, run as a process of its own, does what the app's own run did, asking in the same words."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from core.errors import ModelRefused
from core.export import FLAVOURS, Flavour, export_script
from core.providers.protocol import OnText, Reply, Request
from core.runtime.execution import Environment, execute, prepare
from core.runtime.plans import Plan, plan
from core.simulated import SimulatedProvider, Simulation
from core.text.values import as_json
from core.trace.trace import Trace
from core.workflow.approval import asks_people
from core.workflow.description import Workflow
from core.workflows.catalogue import find_workflow, find_workflows
from tests.core.export.replaying import Tape, Taping, replaying

AT_ONCE = 2
SECONDS_FOR_A_SCRIPT = 120
LAUNCHER = Path(__file__).parent / "launcher.py"


async def test_every_script_does_what_the_app_did(tmp_path: Path) -> None:
    runs = [await run_in_app(workflow) for workflow in find_workflows().values()]
    jobs = [(run, flavour) for run in runs for flavour in FLAVOURS]
    tapes = {f"{run.name}-{flavour}": Tape(run.tape.answers) for run, flavour in jobs}
    async with replaying(tapes) as url:
        said = await asyncio.gather(*(work_off(jobs[first::AT_ONCE], url, tmp_path) for first in range(AT_ONCE)))
    assert [wrong for some in said for wrong in some if wrong] == []
    assert [name for name, tape in tapes.items() if tape.strange or not tape.heard_to_the_end] == []


@pytest.mark.parametrize("flavour", FLAVOURS)
async def test_a_script_needs_nothing_but_python_and_its_packages(flavour: Flavour, tmp_path: Path) -> None:
    run = await run_in_app(find_workflow("calendar-chain"))
    async with replaying({f"{run.name}-{flavour}": Tape(run.tape.answers)}) as url:
        job = job_of(run, flavour, url, tmp_path)
        command = (sys.executable, "-I", job["script"], *job["argv"])
        pipe = asyncio.subprocess.PIPE
        kept = {"stdout": pipe, "env": job["environ"], "cwd": tmp_path}
        started = await asyncio.create_subprocess_exec(*command, stdin=pipe, **kept)
        printed, _ = await started.communicate(run.plan.request.encode("utf-8-sig"))
    assert json.loads(printed) == run.expected


@pytest.mark.parametrize("flavour", FLAVOURS)
async def test_a_script_sends_invalid_answers_back_as_the_app_does(flavour: Flavour, tmp_path: Path) -> None:
    run = await run_in_app(find_workflow("structured-output"), spoilt=2)
    assert sum(len(answers) for answers in run.tape.answers.values()) == 3
    assert await alone(run, flavour, tmp_path) == ""


@pytest.mark.parametrize("flavour", FLAVOURS)
async def test_a_script_that_never_gets_a_valid_answer_says_so(flavour: Flavour, tmp_path: Path) -> None:
    run = await run_in_app(find_workflow("structured-output"), spoilt=3)
    assert run.expected["status"] == "failed"
    assert "did not give a valid Event in 3 attempts" in await alone(run, flavour, tmp_path)


@pytest.mark.parametrize("flavour", FLAVOURS)
async def test_a_script_that_reaches_no_server_says_so_in_a_line(flavour: Flavour, tmp_path: Path) -> None:
    run = await run_in_app(find_workflow("basic-call"))
    async with launcher(tmp_path) as launched:
        said = await run_script(launched, run, flavour, "http://127.0.0.1:9", tmp_path)
    assert "Connect" in said
    assert "Traceback" not in said


async def test_an_edited_prompt_is_what_the_script_asks(tmp_path: Path) -> None:
    awkward = 'Say """hi"""\\n {request}\n\ttwice: \u202e \x07 {"a": 1} é 🙂'
    run = await run_in_app(find_workflow("basic-call"), system_prompt="Be \\brief\\.", user_prompt=awkward)
    assert await alone(run, "openai", tmp_path) == ""
    assert await alone(run, "gemini", tmp_path) == ""


async def test_a_rejected_request_is_rejected_by_the_script_with_the_same_reason(tmp_path: Path) -> None:
    run = await run_in_app(find_workflow("calendar-chain"), example=1)
    assert run.expected["status"] == "rejected"
    assert await alone(run, "openai", tmp_path) == ""


async def test_a_failed_branch_is_left_out_where_the_run_left_it_out(tmp_path: Path) -> None:
    run = await run_in_app(find_workflow("bulk-classify"), options={"on_error": "keep"}, refused="Cheap watches")
    assert run.expected["result"]["counts"]["failed"] == 1
    assert await alone(run, "openai", tmp_path) == ""
    stopped = await run_in_app(find_workflow("bulk-classify"), refused="Cheap watches")
    assert stopped.expected["status"] == "failed"
    assert "The app did not ask this" in await alone(stopped, "openai", tmp_path)


class AppRun:
    """A run of the app with what it was answered."""

    def __init__(self, name: str, planned: Plan, tape: Tape, trace: Trace) -> None:
        self.name, self.plan, self.tape = name, planned, tape
        told: dict[str, Any] = {"status": trace.status}
        self.expected = told | (
            {"reason": trace.reason} if trace.status == "rejected" else {"result": as_json(trace.result)}
        )


class Spoiling:
    """The simulated model, whose first answers do not fit and which refuses a text."""

    def __init__(self, spoilt: int, refused: str) -> None:
        self._inner = SimulatedProvider(Simulation(speed=0))
        self._left = spoilt
        self._refused = refused

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        if self._refused and self._refused in request.messages[-1].text:
            raise ModelRefused("The model declined to answer.")
        reply = await self._inner.ask(request, on_text)
        self._left -= 1
        return reply if self._left < 0 else Reply('{"name": 7}', reply.usage, reply.model)

    async def close(self) -> None:
        await self._inner.close()


async def run_in_app(
    workflow: Workflow,
    *,
    example: int = 0,
    spoilt: int = 0,
    refused: str = "",
    options: Mapping[str, Any] | None = None,
    **params: Any,
) -> AppRun:
    chosen = workflow.examples[example]
    worked_out = workflow.params().model_dump(
        include={name for name, info in workflow.params.model_fields.items() if info.default_factory}
    )
    planned = plan(
        workflow.id, chosen.text, {**worked_out, **chosen.params, **params}, {"approve": "all", **(options or {})}
    )
    taping = Taping(Spoiling(spoilt, refused))
    run = prepare(planned)
    await execute("in-the-app", planned, run, Environment(lambda _: taping, lambda _model, _usage: 0.0))
    return AppRun(workflow.id, planned, taping.tape, Trace(run.log.events))


async def alone(run: AppRun, flavour: Flavour, folder: Path) -> str:
    """What is wrong with one script's run."""
    async with replaying({f"{run.name}-{flavour}": Tape(run.tape.answers)}) as url:
        (said,) = await work_off([(run, flavour)], url, folder)
    return said


async def work_off(jobs: list[tuple[AppRun, Flavour]], url: str, folder: Path) -> list[str]:
    """Run one script after the other; for each what is wrong with it, empty if nothing is."""
    async with launcher(folder) as launched:
        return [await run_script(launched, run, flavour, url, folder) for run, flavour in jobs]


@asynccontextmanager
async def launcher(folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-I", str(LAUNCHER))
    launched = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=folder)
    try:
        yield launched
    finally:
        assert launched.stdin
        launched.stdin.close()
        await launched.wait()


async def run_script(
    launched: asyncio.subprocess.Process, run: AppRun, flavour: Flavour, url: str, folder: Path
) -> str:
    job = job_of(run, flavour, url, folder)
    assert launched.stdin
    assert launched.stdout
    launched.stdin.write(json.dumps(job).encode() + b"\n")
    async with asyncio.timeout(SECONDS_FOR_A_SCRIPT):
        status = int(await launched.stdout.readline())
    return wrong_with(run, flavour, job, status)


def wrong_with(run: AppRun, flavour: Flavour, job: dict[str, Any], status: int) -> str:
    if status != 0:
        return f"{run.name} {flavour}: {Path(job['err']).read_text(encoding='utf-8')[-1500:]}"
    printed = Path(job["out"]).read_text(encoding="utf-8")
    same = json.loads(printed) == run.expected
    return "" if same else f"{run.name} {flavour}: {printed[:700]}\n instead of {json.dumps(run.expected)[:700]}"


def job_of(run: AppRun, flavour: Flavour, url: str, folder: Path) -> dict[str, Any]:
    """The script in a file, and how it is to be run against its tape. A person says yes to everything.

    One that asks nobody gets the request on standard input, marked as editors on Windows do.
    """
    name = f"{run.name}-{flavour}"
    files = {kind: folder / f"{name}.{kind}" for kind in ("py", "stdin", "out", "err")}
    files["py"].write_text(export_script(run.plan, flavour).text, encoding="utf-8")
    asks = asks_people(run.plan.workflow.nodes, run.plan.params)
    files["stdin"].write_bytes(b"y\n" * 50 if asks else run.plan.request.encode("utf-8-sig"))
    environ = {
        "PATH": os.environ["PATH"],
        "OPENAI_API_KEY": "none",
        "OPENAI_BASE_URL": f"{url}/{name}/v1",
        "GEMINI_API_KEY": "none",
        "GOOGLE_GEMINI_BASE_URL": f"{url}/{name}/",
    }
    named = {kind: str(file) for kind, file in files.items() if kind != "py"}
    return {"script": str(files["py"]), "argv": ["--", run.plan.request] if asks else [], "environ": environ, **named}

"""Every exported script, run as a process of its own, does what the app's own run did, asking in the same words."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from core.execution import World, execute, record
from core.export import FLAVOURS, Flavour, export_script
from core.json_view import as_json
from core.llm.simulated import SimulatedProvider, Simulation
from core.plan import Plan, plan
from core.trace import Trace
from core.workflow import Workflow, find_workflows
from tests.core.export.replaying import Tape, Taping, replaying

AT_ONCE = 2
SECONDS_FOR_A_SCRIPT = 60


async def test_every_script_does_what_the_app_did(tmp_path: Path) -> None:
    runs = [await run_in_app(workflow) for workflow in find_workflows().values()]
    tapes = {f"{run.name}-{flavour}": Tape(run.tape.answers) for run in runs for flavour in FLAVOURS}
    places = asyncio.Semaphore(AT_ONCE)
    async with replaying(tapes) as url:
        scripts = (run_script(run, flavour, url, tmp_path, places) for run in runs for flavour in FLAVOURS)
        outputs = await asyncio.gather(*scripts)
    wrong = [said for said in outputs if said]
    assert wrong == []
    assert [name for name, tape in tapes.items() if tape.strange or not tape.heard_to_the_end] == []


class AppRun:
    """A run of the app with what it was answered."""

    def __init__(self, name: str, planned: Plan, tape: Tape, trace: Trace) -> None:
        self.name, self.plan, self.tape = name, planned, tape
        told: dict[str, Any] = {"status": trace.status}
        self.expected = told | (
            {"reason": trace.reason} if trace.status == "rejected" else {"result": as_json(trace.result)}
        )


async def run_in_app(workflow: Workflow) -> AppRun:
    chosen = workflow.examples[0]
    worked_out = workflow.params().model_dump(
        include={name for name, info in workflow.params.model_fields.items() if info.default_factory}
    )
    planned = plan(workflow.id, chosen.text, {**worked_out, **chosen.params}, {"approve": "all"})
    taping = Taping(SimulatedProvider(Simulation(speed=0)))
    log = record(planned)
    await execute("in-the-app", planned, log, World(lambda _: taping, lambda _model, _usage: 0.0))
    return AppRun(workflow.id, planned, taping.tape, Trace(log.events))


async def run_script(run: AppRun, flavour: Flavour, url: str, folder: Path, places: asyncio.Semaphore) -> str:
    """What is wrong with the script's run; empty if nothing is."""
    script = folder / f"{run.name}-{flavour}.py"
    place = f"{url}/{run.name}-{flavour}"
    environ = {
        "PATH": os.environ["PATH"],
        "OPENAI_API_KEY": "none",
        "OPENAI_BASE_URL": f"{place}/v1",
        "GEMINI_API_KEY": "none",
        "GOOGLE_GEMINI_BASE_URL": f"{place}/",
    }
    async with places, asyncio.timeout(SECONDS_FOR_A_SCRIPT):
        script.write_text(export_script(run.plan, flavour).text, encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(script), "--", run.plan.request),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environ,
            cwd=folder,
        )
        printed, said = await process.communicate(b"y\n" * 50)
    if process.returncode != 0:
        return f"{run.name} {flavour}: {said.decode()[-1500:]}"
    same = json.loads(printed) == run.expected
    return (
        "" if same else f"{run.name} {flavour}: {printed.decode()[:700]}\n instead of {json.dumps(run.expected)[:700]}"
    )

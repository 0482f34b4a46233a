"""The contract that every workflow keeps; a new file in core/workflows is held to it by itself."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import BaseModel

from core import Example, Params, Rejected
from core.diagram.paths import folded, taken_edges
from core.errors import ModelRefused
from core.providers.protocol import OnText, Provider, Reply, Request, ToolCall, Usage
from core.runtime.execution import Environment, execute, prepare
from core.runtime.options import RunOptions
from core.runtime.plans import plan
from core.trace.trace import Step, Trace
from core.workflow.description import Workflow
from core.workflow.edges import within
from core.workflow.prompts import placeholders
from core.workflows.catalogue import find_workflows
from tests.answering import AnyModel

WORKFLOWS = find_workflows()
every_workflow = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=list(WORKFLOWS))
driven = {name: workflow for name, workflow in WORKFLOWS.items() if workflow.driven}
driven_workflow = pytest.mark.parametrize("workflow", driven.values(), ids=list(driven))
MOST_CALLS = 400
MOST_SEEDS = 600
FIXED_TIME = {"today": "2026-11-21", "now": "2026-11-21T12:00:00+00:00"}


async def run_on(
    model: Provider, workflow: Workflow, example: Example, models: Mapping[str, str] | None = None
) -> Trace:
    fixed = {name: value for name, value in FIXED_TIME.items() if name in workflow.params.model_fields}
    options = {"model": "any:model", "models": models or {}, "approve": "all"}
    planned = plan(workflow.id, example.text, {**fixed, **example.params}, options)
    run, broken = prepare(planned), Broken()

    def connect(name: str) -> Provider:
        return broken if name == "broken:model" else model

    await execute("contract", planned, run, Environment(connect, lambda _model, _usage: None))
    return Trace(run.log.events)


async def answered(
    workflow: Workflow, example: Example, *, seed: int, models: Mapping[str, str] | None = None
) -> Trace:
    return await run_on(AnyModel(seed), workflow, example, models)


@dataclass
class Explored:
    """What came of running all examples on answers of several seeds."""

    edges: set[tuple[str, str]] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    untyped: set[type] = field(default_factory=set)
    widest: int = 0

    @property
    def nodes(self) -> set[str]:
        return {name for edge in self.edges for name in edge}

    def add(self, trace: Trace, workflow: Workflow) -> None:
        self.edges |= folded(taken_edges(trace), workflow.groups_driven)
        self.endings.add(trace.status)
        self.widest = max(self.widest, trace.widest)
        if not isinstance(trace.result, BaseModel | Rejected | None):
            self.untyped.add(type(trace.result))

    def is_complete(self, workflow: Workflow) -> bool:
        """Whether further seeds can show nothing that is still looked for."""
        everywhere = self.nodes >= set(workflow.nodes) and "completed" in self.endings
        return everywhere and (self.widest > 1 or not workflow.runs_branches)


EXPLORED: dict[str, Explored] = {}


async def explore(workflow: Workflow) -> Explored:
    """Runs on more and more seeds, until every node was visited; once for all tests of a workflow."""
    if workflow.id not in EXPLORED:
        explored = EXPLORED[workflow.id] = Explored()
        for seed in range(MOST_SEEDS):
            for example in workflow.examples:
                explored.add(await answered(workflow, example, seed=seed), workflow)
            if explored.is_complete(workflow):
                break
    return EXPLORED[workflow.id]


def declared(workflow: Workflow) -> set[tuple[str, str]]:
    return {(edge[0], edge[1]) for edge in workflow.edges}


@every_workflow
def test_it_says_what_it_is_and_when_to_use_it(workflow: Workflow) -> None:
    assert workflow.title
    assert workflow.idea.endswith(".")
    assert workflow.use_when.startswith("Use it when")
    assert workflow.calls
    assert workflow.latency


@every_workflow
def test_its_parameters_have_defaults_and_its_prompts_fill(workflow: Workflow) -> None:
    params = workflow.params()
    assert isinstance(params, Params)
    prompts = [name for name in workflow.params.model_fields if name.endswith("_prompt")]
    assert prompts, "a workflow has at least one prompt that can be edited"
    for name in prompts:
        extra = workflow.params.model_fields[name].json_schema_extra
        assert isinstance(extra, dict), f"{name} is made with prompt(...)"
        assert set(placeholders(getattr(params, name))) <= set(extra["placeholders"])  # type: ignore[arg-type]


@every_workflow
def test_its_parameters_do_not_clash_with_the_options_of_a_run(workflow: Workflow) -> None:
    assert not set(workflow.params.model_fields) & set(RunOptions.model_fields)


@every_workflow
def test_it_has_two_examples_or_more(workflow: Workflow) -> None:
    assert len(workflow.examples) >= 2


@every_workflow
async def test_the_same_answers_lead_to_the_same_outcome(workflow: Workflow) -> None:
    first, second = [await answered(workflow, workflow.examples[0], seed=1) for _ in range(2)]
    assert first.finished
    assert (first.status, first.result, first.reason) == (second.status, second.result, second.reason)


@every_workflow
async def test_some_answers_complete_it_and_its_results_are_typed(workflow: Workflow) -> None:
    explored = await explore(workflow)
    assert "completed" in explored.endings
    assert explored.untyped == set()


@every_workflow
async def test_its_examples_visit_every_node_and_only_declared_edges(workflow: Workflow) -> None:
    explored = await explore(workflow)
    assert explored.edges <= declared(workflow)
    assert explored.nodes == set(workflow.nodes)


@every_workflow
async def test_where_it_can_be_run_in_two_modes_something_in_an_example_runs_at_once(workflow: Workflow) -> None:
    assert workflow.runs_branches is ((await explore(workflow)).widest > 1)


@every_workflow
async def test_an_error_in_any_step_is_recorded_with_the_step_and_the_run_ends(workflow: Workflow) -> None:
    for node in workflow.asking:
        step = await refused_step(workflow, node)
        assert step.error is not None
        assert step.error.kind == "refused"


async def refused_step(workflow: Workflow, node: str) -> Step:
    """A step of this node or group that asked a model which refuses everything."""
    for seed in range(MOST_SEEDS):
        for example in workflow.examples:
            trace = await answered(workflow, example, seed=seed, models={node: "broken:model"})
            assert trace.finished
            reached = (step for step in trace.steps.values() if step.place == node or within(step.place, node))
            if asking := [step for step in reached if step.attempts]:
                return asking[0]
    pytest.fail(f"{node} asked no model, whatever was answered before it.")


@driven_workflow
@pytest.mark.parametrize("turn", ["unknown tool", "small talk", "torn arguments"])
async def test_a_model_that_never_finishes_is_stopped_with_a_reason(workflow: Workflow, turn: str) -> None:
    endless = Endless(AnyModel(1), turn)
    trace = await run_on(endless, workflow, workflow.examples[0])
    assert trace.finished
    assert trace.status == "completed" or trace.reason
    assert endless.asked < MOST_CALLS


@every_workflow
def test_its_file_is_short_and_plain(workflow: Workflow) -> None:
    path = Path(str(workflow.module.__file__))
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 150
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.AsyncFunctionDef)]
    assert all((node.end_lineno or 0) - node.lineno <= 30 for node in functions)


@every_workflow
def test_it_has_a_test_of_its_own(workflow: Workflow) -> None:
    assert (Path(__file__).parent / f"test_{workflow.id.replace('-', '_')}.py").exists()


class Endless:
    """Answers forms by their schema, and where tools are on offer never does what ends the work."""

    def __init__(self, forms: Provider, turn: str) -> None:
        self.forms = forms
        self.turn = turn
        self.asked = 0

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        self.asked += 1
        if not request.tools:
            return await self.forms.ask(request, on_text)
        call = ToolCall(f"call_{self.asked}", "dig", f'{{"depth": {self.asked}}}')
        if self.turn == "torn arguments":
            call = ToolCall(f"call_{self.asked}", request.tools[-1].name, '{"never": ')
        text, calls = ("Nice weather.", ()) if self.turn == "small talk" else ("", (call,))
        return Reply(text, Usage(1, 1), "endless", tool_calls=calls)

    async def close(self) -> None:
        pass


class Broken:
    async def ask(self, request: Request, on_text: OnText) -> Reply:
        raise ModelRefused("This model refuses everything.")

    async def close(self) -> None:
        pass

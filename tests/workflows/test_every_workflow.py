"""The contract that every workflow keeps; a new file in core/workflows is held to it by itself."""

import ast
from pathlib import Path

import pytest
from pydantic import BaseModel

from core import Example, Params, Rejected
from core.diagram.paths import folded, taken_edges
from core.errors import ModelRefused
from core.models.connections import Connections, openers
from core.providers.protocol import OnText, Provider, Reply, Request, ToolCall, Usage
from core.runtime.execution import Environment, execute, prepare
from core.runtime.options import RunOptions
from core.runtime.plans import plan
from core.trace.trace import Trace
from core.workflow.description import Workflow
from core.workflow.edges import within
from core.workflow.prompts import placeholders
from core.workflows.catalogue import find_workflows

WORKFLOWS = find_workflows()
every_workflow = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=list(WORKFLOWS))
every_example = pytest.mark.parametrize(
    ("workflow", "example"),
    [
        pytest.param(workflow, place, id=f"{workflow.id}-{place}")
        for workflow in WORKFLOWS.values()
        for place in range(len(workflow.examples))
    ],
)
driven = {name: workflow for name, workflow in WORKFLOWS.items() if workflow.driven}
driven_workflow = pytest.mark.parametrize("workflow", driven.values(), ids=list(driven))
MOST_CALLS = 400
FIXED_TIME = {"today": "2026-11-21", "now": "2026-11-21T12:00:00+00:00"}
INSTANT = {"simulation": {"speed": 0}, "approve": "all"}


async def simulate(workflow: Workflow, example: Example) -> Trace:
    fixed = {name: value for name, value in FIXED_TIME.items() if name in workflow.params.model_fields}
    planned = plan(workflow.id, example.text, {**fixed, **example.params}, INSTANT)
    connections = Connections(openers(planned.options.simulation))
    run = prepare(planned)
    await execute("contract", planned, run, Environment(connections.connect, lambda _model, _usage: None))
    await connections.close()
    return Trace(run.log.events)


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


@every_example
async def test_an_example_ends_well_twice_with_the_same_outcome(workflow: Workflow, example: int) -> None:
    first, second = [await simulate(workflow, workflow.examples[example]) for _ in range(2)]
    assert first.status in ("completed", "rejected"), first.reason
    assert (first.status, first.result, first.reason) == (second.status, second.result, second.reason)


@every_workflow
async def test_its_examples_visit_every_node_and_only_declared_edges(workflow: Workflow) -> None:
    visited: set[str] = set()
    for example in workflow.examples:
        trace = await simulate(workflow, example)
        taken = folded(taken_edges(trace), workflow.groups_driven)
        assert taken <= declared(workflow)
        visited |= {name for edge in taken for name in edge}
    assert visited == set(workflow.nodes)


@every_workflow
async def test_where_it_can_be_run_in_two_modes_something_in_an_example_runs_at_once(workflow: Workflow) -> None:
    traces = [await simulate(workflow, example) for example in workflow.examples]
    assert workflow.runs_branches is any(trace.widest > 1 for trace in traces)


@every_workflow
async def test_an_error_in_any_step_ends_the_run_with_a_recorded_step(workflow: Workflow) -> None:
    for node in workflow.asking:
        planned = plan(workflow.id, None, None, {**INSTANT, "models": {node: "broken:model"}})
        connections = Connections({**openers(planned.options.simulation), "broken": Broken})
        run = prepare(planned)
        await execute("contract", planned, run, Environment(connections.connect, lambda _model, _usage: None))
        trace = Trace(run.log.events)
        reached = [step for step in trace.steps.values() if step.place == node or within(step.place, node)]
        if reached:
            assert any(step.error is not None and step.error.kind == "refused" for step in reached)


@driven_workflow
@pytest.mark.parametrize("turn", ["unknown tool", "small talk", "torn arguments"])
async def test_a_model_that_never_finishes_is_stopped_with_a_reason(workflow: Workflow, turn: str) -> None:
    planned = plan(workflow.id, None, {**workflow.examples[0].params}, INSTANT)
    connections = Connections(openers(planned.options.simulation))
    endless = Endless(connections.connect("simulated:demo"), turn)
    run = prepare(planned)
    await execute("contract", planned, run, Environment(lambda _model: endless, lambda _model, _usage: None))
    await connections.close()
    trace = Trace(run.log.events)
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


@every_workflow
async def test_its_results_are_typed(workflow: Workflow) -> None:
    trace = await simulate(workflow, workflow.examples[0])
    assert isinstance(trace.result, BaseModel | Rejected | None)


class Endless:
    """Answers forms as the simulated model does, and where tools are on offer never does what ends the work."""

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

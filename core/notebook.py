"""The playground from Python: one awaitable call runs a workflow and returns what came of it."""

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.diagram import Diagram
from core.errors import InputError, PlaygroundError
from core.text import readable, visible
from core.trace import Status, Trace
from core.workflow import Workflow
from core.workflows import find_workflow

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. Tables are pandas data frames, made when asked for."""

    workflow: Workflow
    trace: Trace

    @property
    def status(self) -> Status:
        """completed, rejected or failed."""
        return self.trace.status

    @property
    def result(self) -> Any:
        """What the workflow returned, None unless it completed."""
        return self.trace.result

    @property
    def reason(self) -> str:
        """Why it was rejected or failed, in a sentence."""
        return self.trace.reason

    @property
    def steps(self) -> "DataFrame":
        """A row per step: status, model, start, latency, tokens, cost, attempts, parents."""
        from core.reports import steps_table

        return steps_table(self.trace)

    @property
    def attempts(self) -> "DataFrame":
        """A row per request to a model."""
        from core.reports import attempts_table

        return attempts_table(self.trace)

    @property
    def totals(self) -> "DataFrame":
        """One row: wall time, waiting for people, sum of the steps, critical path, calls, tokens, cost, speed-up."""
        from core.reports import totals_table

        return totals_table(self.trace)

    @property
    def diagram(self) -> Diagram:
        """The workflow's diagram with the way this run took, drawn by the notebook."""
        return Diagram(self.workflow, self.trace)

    def raise_if_failed(self) -> "Outcome":
        """This outcome, unless the run failed; then raises PlaygroundError with its reason."""
        if self.trace.error is not None:
            raise PlaygroundError(self.trace.error.message, kind=self.trace.error.kind)
        return self

    def __repr__(self) -> str:
        return f"<{self.workflow.id} {self.status}>\n{self._said}"

    @property
    def _said(self) -> str:
        return visible(self.reason or readable(self.result))

    def _repr_html_(self) -> str:
        heading = f"<p><b>{html.escape(self.workflow.title)}</b>: {self.status}</p>"
        words = f'<pre style="white-space:pre-wrap">{html.escape(self._said)}</pre>'
        shown = self.steps[["step", "status", "model", "started_s", "latency_s", "attempts"]]
        return heading + words + shown.to_html(escape=True, float_format="{:.2f}".format, na_rep="")


async def run(workflow: str, request: str | None = None, **keywords: Any) -> Outcome:
    """Run a workflow by its id; without a request on its first example.

    Keywords are the workflow's own fields (prompts, thresholds, counts) and the options of a run: model, models, mode,
    on_error, approve, concurrency, max_calls, max_tokens, max_cost, max_seconds, and of the simulated model profile,
    speed, seed and more. Raises InputError that names what does not fit; a run that fails raises nothing and says so in
    its status. Keys are read from the environment.
    """
    from core.models import grant_operator
    from core.runtime import check_providers, plan, prepare, run_in_current_loop, split, with_access
    from core.settings import Settings
    from core.workflow import asks_people

    found = find_workflow(workflow)
    params, options = split(found, keywords)
    planned = plan(workflow, request, params, options)
    if options.approve == "ask" and asks_people(found.nodes, planned.params):
        raise InputError(f"{found.id} asks a person. Say approve='all' or approve='none'.")
    access = grant_operator(Settings.from_environment())
    check_providers(planned, access)
    return Outcome(found, await run_in_current_loop(planned, prepare(planned), with_access(access)))

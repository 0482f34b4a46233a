"""About what a run will take, known before it starts: the same plan run on the simulated model in virtual time."""

import asyncio
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from core.llm import Limits, Price
from core.models import SIMULATED_ONLY, Access, Simulation, is_simulated, simulated_provider
from core.providers import Provider
from core.runtime.execution import Environment, execute, prepare, price_for
from core.runtime.plans import Plan
from core.text import dollars, seconds
from core.trace import Trace
from core.virtual_time import run_virtually

MOST_CALLS = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will take, about. `cost_usd` None: no price known. `stops`: why it would not reach its end."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    seconds: float
    simulated: bool
    stops: str = ""

    @property
    def sentence(self) -> str:
        """For people, in one line."""
        money = dollars(self.cost_usd) if self.cost_usd is None or self.cost_usd >= 0.01 else _cents(self.cost_usd)
        named = "simulated money" if self.simulated else "cost"
        said = "1 call" if self.calls == 1 else f"{self.calls:,} calls"
        return (
            f"about {said}, {_rounded(self.input_tokens)} tokens in, {_rounded(self.output_tokens)} out, "
            f"{money} ({named}), {seconds(self.seconds)}"
        )


def estimate(plan: Plan, price: Price | None = None, *, wanted: Callable[[], bool] = lambda: True) -> Estimate:
    """Run the plan without waiting and without any model. Takes milliseconds for a few calls, seconds for hundreds.

    `price` gives US dollars of one call, None where no price is known; by default those of the providers themselves.
    When it is no longer `wanted`, CancelledError is raised. Not for a thread that has a running event loop.
    """
    return run_virtually(_estimate(plan, price or price_for(SIMULATED_ONLY), wanted))


async def _estimate(plan: Plan, price: Price, wanted: Callable[[], bool]) -> Estimate:
    loop = asyncio.get_running_loop()
    simulation = _simulation(plan)
    provider = simulated_provider(simulation, sleep=asyncio.sleep, clock=loop.time)
    dry = _dry(plan)
    run = prepare(dry, clock=loop.time)

    def connect(_: str) -> Provider:
        if not wanted():
            raise asyncio.CancelledError
        return provider

    await execute("estimate", dry, run, Environment(connect, price, pace=lambda _: _pace(simulation)))
    return _of(Trace(run.log.events), dry)


def _dry(plan: Plan) -> Plan:
    """The plan with nobody to wait for, and with a cap on the calls."""
    limits: Limits = plan.options.limits.model_copy(update={"calls": min(plan.options.limits.calls, MOST_CALLS)})
    answer = "all" if plan.options.approve == "ask" else plan.options.approve
    return replace(plan, options=plan.options.model_copy(update={"limits": limits, "approve": answer}))


def _simulation(plan: Plan) -> Simulation:
    """The plan's own for a simulated model; for a real one the typical pace, without faults."""
    options = plan.options
    models = (options.model, *options.models.values())
    if all(is_simulated(model) for model in models):
        return options.simulation
    return Simulation(seed=options.simulation.seed)


def _pace(simulation: Simulation) -> float:
    return 1 / simulation.speed if simulation.speed else 0.0


def _of(trace: Trace, plan: Plan) -> Estimate:
    totals = trace.totals()
    models = {attempt.model for step in trace.steps.values() for attempt in step.attempts}
    return Estimate(
        calls=totals.calls,
        input_tokens=totals.input_tokens,
        output_tokens=totals.output_tokens,
        cost_usd=totals.cost_usd,
        seconds=totals.wall_s,
        simulated=all(is_simulated(model) for model in models or {plan.options.model}),
        stops=trace.reason if trace.status == "failed" else "",
    )


def _rounded(count: int) -> str:
    """Two figures are as much as an estimate says."""
    digits = len(str(count))
    return f"{round(count, 2 - digits):,}" if digits > 2 else str(count)


def _cents(cost: float) -> str:
    return f"${float(f'{cost:.2g}'):.6f}".rstrip("0").rstrip(".") if cost else "$0"


_MOST_KEPT = 200
SECONDS_TO_BE_READY = 5.0


class Estimator:
    """May be asked from any thread. One estimate is made at a time, so that runs keep their share of the processor.

    None is made before `ready` is set, or some seconds have passed, so that the first page comes first.
    """

    def __init__(self, ready: threading.Event | None = None) -> None:
        self._ready = ready or threading.Event()
        if ready is None:
            self._ready.set()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="estimates")
        self._kept: OrderedDict[str, tuple[Future[Estimate], threading.Event]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, plan: Plan, access: Access = SIMULATED_ONLY) -> Future[Estimate]:
        """The plan's estimate, under way or done. One that was pushed out of the queue is cancelled."""
        name = _name(plan, access)
        with self._lock:
            made, dropped = self._kept.get(name, (None, threading.Event()))
            if made is None or made.cancelled():
                made = self._worker.submit(self._make, plan, price_for(access), dropped)
                self._kept[name] = made, dropped
            self._kept.move_to_end(name)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)[1][0].cancel()
        return made

    def drop(self, plan: Plan, access: Access = SIMULATED_ONLY) -> None:
        """Make this estimate no further: the run itself begins, and should not share the processor with it."""
        name = _name(plan, access)
        with self._lock:
            made, dropped = self._kept.get(name, (None, None))
            if made is not None and dropped is not None and not made.done():
                del self._kept[name]
                dropped.set()
                made.cancel()

    def close(self) -> None:
        """Make no further ones."""
        self._ready.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _make(self, plan: Plan, price: Price, dropped: threading.Event) -> Estimate:
        self._ready.wait(SECONDS_TO_BE_READY)
        try:
            return estimate(plan, price, wanted=lambda: not dropped.is_set())
        except asyncio.CancelledError as error:
            raise CancelledError from error


def _name(plan: Plan, access: Access) -> str:
    options = plan.options.model_dump(mode="json")
    return json.dumps([plan.workflow.id, plan.request, plan.params.model_dump(mode="json"), options, access.elsewhere])

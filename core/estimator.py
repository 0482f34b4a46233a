"""Estimates for a page: each plan is estimated once, in the background, and the last ones are kept."""

import json
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor

from core.estimate import Estimate, Price, estimate
from core.llm.access import SIMULATED_ONLY, Access
from core.plan import Plan
from core.world import price_for

MOST_KEPT = 200
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
        self._kept: OrderedDict[str, Future[Estimate]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, plan: Plan, access: Access = SIMULATED_ONLY) -> Future[Estimate]:
        """The plan's estimate, under way or done. One that was pushed out of the queue is cancelled."""
        way = access.open.get("openai")
        name = _name(plan, elsewhere=way is not None and way.base_url is not None)
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or kept.cancelled():
                kept = self._kept[name] = self._worker.submit(self._make, plan, price_for(access))
            self._kept.move_to_end(name)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)[1].cancel()
        return kept

    def close(self) -> None:
        """Make no further ones."""
        self._ready.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _make(self, plan: Plan, price: Price) -> Estimate:
        self._ready.wait(SECONDS_TO_BE_READY)
        return estimate(plan, price)


def _name(plan: Plan, *, elsewhere: bool) -> str:
    options = plan.options.model_dump(mode="json")
    return json.dumps([plan.workflow.id, plan.request, plan.params.model_dump(mode="json"), options, elsewhere])

"""Estimates for a page: each plan is estimated once, in the background, and the last ones are kept."""

import asyncio
import json
import threading
from collections import OrderedDict
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor

from core.models.access import SIMULATED_ONLY, Access
from core.runtime.environment import price_for
from core.runtime.estimate import Estimate, Price, estimate
from core.runtime.plan import Plan

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
            while len(self._kept) > MOST_KEPT:
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
    way = access.open.get("openai")
    elsewhere = way is not None and way.base_url is not None
    options = plan.options.model_dump(mode="json")
    return json.dumps([plan.workflow.id, plan.request, plan.params.model_dump(mode="json"), options, elsewhere])

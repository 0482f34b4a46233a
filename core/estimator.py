"""Estimates for a page: each plan is estimated once, in the background, and the last ones are kept."""

import json
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor

from core.estimate import Estimate, estimate
from core.plan import Plan

MOST_KEPT = 200


class Estimator:
    """May be asked from any thread. One estimate is made at a time, so that runs keep their share of the processor."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="estimates")
        self._kept: OrderedDict[str, Future[Estimate]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, plan: Plan) -> Future[Estimate]:
        """The plan's estimate, under way or done. One that was pushed out of the queue is cancelled."""
        name = _name(plan)
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or kept.cancelled():
                kept = self._kept[name] = self._worker.submit(estimate, plan)
            self._kept.move_to_end(name)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)[1].cancel()
        return kept

    def close(self) -> None:
        """Make no further ones."""
        self._worker.shutdown(wait=True, cancel_futures=True)


def _name(plan: Plan) -> str:
    options = plan.options.model_dump(mode="json")
    return json.dumps([plan.workflow.id, plan.request, plan.params.model_dump(mode="json"), options])

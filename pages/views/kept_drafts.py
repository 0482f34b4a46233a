"""Drafts by visitor and workflow, so that a reloaded page finds them. In memory, the oldest make room for new ones."""

import copy
import threading
from collections import OrderedDict
from typing import Any

MOST_DRAFTS = 2000
LONGEST_REQUEST = 200_000  # a longer text is kept in its session, but not over a reload

Draft = dict[str, Any]


class KeptDrafts:
    """May be used from any thread."""

    def __init__(self, most: int = MOST_DRAFTS) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str], Draft] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, visitor: str, workflow_id: str, draft: Draft) -> None:
        """Remember a copy of the draft."""
        if len(draft["request"]) > LONGEST_REQUEST:
            return
        with self._lock:
            self._kept[visitor, workflow_id] = copy.deepcopy(draft)
            self._kept.move_to_end((visitor, workflow_id))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def find(self, visitor: str, workflow_id: str) -> Draft | None:
        """A copy of what was kept."""
        with self._lock:
            return copy.deepcopy(self._kept.get((visitor, workflow_id)))

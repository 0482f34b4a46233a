"""Drafts by visitor and workflow, so that a reloaded page, and one after the server's restart, finds them.

In memory the oldest make room for new ones; the history keeps each as JSON. A key that was pasted into a prompt is
blotted out in what is kept.
"""

import copy
import json
import threading
from collections import OrderedDict
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from core.history import History
from core.text import without_keys

MOST_DRAFTS = 2000
LONGEST_DRAFT = 400_000  # characters as JSON; a longer one is kept in its session, but not over a reload

Draft = dict[str, Any]


class StoredDraft(BaseModel):
    """What a draft is made of."""

    model_config = ConfigDict(extra="ignore")

    request: str
    example: str | None
    own: str | None = None
    taken: dict[str, Any] = {}
    params: dict[str, Any]
    options: dict[str, Any]
    models: dict[str, str]
    undo: dict[str, Any] | None = None


class KeptDrafts:
    """May be used from any thread."""

    def __init__(self, history: History, most: int = MOST_DRAFTS) -> None:
        self._history = history
        self._most = most
        self._kept: OrderedDict[tuple[str, str], Draft] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, visitor: str, workflow_id: str, draft: Draft) -> bool:
        """Remember a copy of the draft; False when it is too long, and then the one before stays."""
        written = _written(draft)
        if len(written) > LONGEST_DRAFT:
            return False
        self._put(visitor, workflow_id, draft)
        self._history.keep_draft(visitor, workflow_id, written)
        return True

    def find(self, visitor: str, workflow_id: str) -> Draft | None:
        """A copy of what was kept."""
        with self._lock:
            known = self._kept.get((visitor, workflow_id))
        if known is None:
            known = _read(self._history.draft(visitor, workflow_id))
            if known is not None:
                self._put(visitor, workflow_id, known)
        return copy.deepcopy(known)

    def _put(self, visitor: str, workflow_id: str, draft: Draft) -> None:
        with self._lock:
            self._kept[visitor, workflow_id] = copy.deepcopy(draft)
            self._kept.move_to_end((visitor, workflow_id))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _written(draft: Draft) -> str:
    return json.dumps(without_keys(json.loads(json.dumps(draft, default=_day))), ensure_ascii=False)


def _day(value: Any) -> dict[str, str]:
    """A date, which JSON does not know; anything else as its words."""
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    return {"date": value.isoformat()} if isinstance(value, date) else {"text": str(value)}


_DAYS: dict[str, TypeAdapter[Any]] = {
    "date": TypeAdapter(date),
    "datetime": TypeAdapter(datetime),
    "text": TypeAdapter(str),
}


def _days(value: dict[str, Any]) -> Any:
    kind = next(iter(value), "") if len(value) == 1 else ""
    if kind not in _DAYS:
        return value
    try:
        return _DAYS[kind].validate_python(value[kind])
    except ValidationError:
        return value


def _read(text: str | None) -> Draft | None:
    """The draft in what was kept, None where it cannot be one."""
    if text is None:
        return None
    try:
        return StoredDraft.model_validate(json.loads(text, object_hook=_days)).model_dump(exclude_unset=True)
    except ValueError:
        return None

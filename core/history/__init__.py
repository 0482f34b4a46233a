"""The runs of the past, kept in SQLite as they happen."""

from core.history.ended_traces import EndedTraces, no_collection
from core.history.history import SECONDS_TO_CLOSE, History, load_storage
from core.history.moments import moment, zone
from core.history.questions import ANY_RUN, Filter, RunRow, StoredStatus, row_of
from core.history.retention import DAYS_KEPT, MOST_VERSIONS

__all__ = [
    "ANY_RUN",
    "DAYS_KEPT",
    "EndedTraces",
    "Filter",
    "History",
    "MOST_VERSIONS",
    "RunRow",
    "SECONDS_TO_CLOSE",
    "StoredStatus",
    "load_storage",
    "moment",
    "no_collection",
    "row_of",
    "zone",
]

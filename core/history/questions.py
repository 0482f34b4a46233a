"""What is asked of the history's tables, and the line of the list of runs that answers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal

from core.text import case_folded, clean
from core.trace import Status, Trace

_LONGEST_SEARCH = 1_000

StoredStatus = Status | Literal["interrupted"]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of the list of runs. `request` is its beginning; figures are those so far, cost None if unknown.

    `number` grows with every new run. `interrupted` is a run whose process is gone before it had ended. `mine`: the
    one who asks owns it, else it is only shared with them. `deleted_at` is in seconds since 1970.
    """

    number: int
    id: str
    workflow: str
    model: str
    mode: str
    started: str
    status: StoredStatus
    reason: str
    wall_s: float | None
    calls: int
    input_tokens: int
    output_tokens: int
    estimated: bool
    cost_usd: float | None
    request: str
    name: str
    starred: bool
    shared: bool
    imported: bool
    deleted_at: float | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of the owner's runs are meant. `search` is looked for in request and name; None and "" mean any."""

    workflow: str | None = None
    status: StoredStatus | None = None
    search: str = ""
    starred: bool = False
    deleted: bool = False

    def values(self) -> dict[str, Any]:
        """What the questions are asked with."""
        return {
            "workflow": self.workflow,
            "status": self.status,
            "search": case_folded(clean(self.search[:_LONGEST_SEARCH])),
            "starred": int(self.starred),
            "deleted": int(self.deleted),
        }


ANY_RUN = Filter()


def row(values: tuple[Any, ...]) -> RunRow:
    """The line from a row of the database, where truth is a number."""
    told: list[Any] = [
        bool(value) if column.type is bool else value for column, value in zip(fields(RunRow), values, strict=True)
    ]
    return RunRow(*told)


def first_place(run: int) -> int:
    """Where the run with this number begins in the table of batches."""
    return run << 32


def in_json(words: Iterable[str]) -> str:
    """A list of texts as one value of a question."""
    return json.dumps(list(words))


def holds(text: str, search: str) -> bool:
    """Whether a text holds what is searched for, which is case_folded already. A function of the reader's SQL."""
    return search in case_folded(text)


UNFINISHED = "('running', 'waiting')"
_STATUS = f"""
CASE WHEN status IN {UNFINISHED} AND (
    id IN (SELECT value FROM json_each(:lost))
    OR engine <> :engine
    AND NOT EXISTS (SELECT 1 FROM engines WHERE engines.id = engine AND seen_at >= :since)
) THEN 'interrupted' ELSE status END"""
_SHOWN = {"status": f"{_STATUS} AS shown", "mine": "owner = :owner AS mine"}
_COLUMNS = ", ".join(_SHOWN.get(column.name, column.name) for column in fields(RunRow))
_CHOSEN = f"""
owner = :owner AND (deleted_at IS NOT NULL) = :deleted AND coalesce(deleted_at, 1) > 0
AND (:workflow IS NULL OR workflow = :workflow) AND (:status IS NULL OR {_STATUS} = :status)
AND starred >= :starred AND (:search = '' OR holds(request, :search) OR holds(name, :search))"""
RUNS = f"""
SELECT {_COLUMNS} FROM runs
WHERE {_CHOSEN} AND (:before IS NULL OR number < :before) ORDER BY number DESC LIMIT :most"""
COUNT = f"SELECT count(*) FROM runs WHERE {_CHOSEN}"
WORKFLOWS = "SELECT DISTINCT workflow FROM runs WHERE owner = :owner AND deleted_at IS NULL ORDER BY workflow"
ONE_RUN = f"SELECT {_COLUMNS} FROM runs WHERE id = :id AND (owner = :owner OR shared) AND deleted_at IS NULL"
DELETED = "SELECT 1 FROM runs WHERE id = :id AND owner = :owner AND deleted_at > 0"
BATCHES = "SELECT events FROM batches WHERE place >= :first AND place < :next ORDER BY place"

MINE = "owner = :owner AND id IN (SELECT value FROM json_each(:ids))"
RENAME = f"UPDATE runs SET name = :value WHERE {MINE} AND deleted_at IS NULL RETURNING id"
STAR = f"""
UPDATE runs SET starred = :value WHERE {MINE} AND deleted_at IS NULL
AND (NOT :value OR (SELECT count(*) FROM runs WHERE owner = :owner AND starred) < :most) RETURNING id"""
SHARE = f"UPDATE runs SET shared = :value WHERE {MINE} AND deleted_at IS NULL RETURNING id"
AT_REST = f"deleted_at IS NULL AND {_STATUS} NOT IN {UNFINISHED}"
DELETE = f"UPDATE runs SET deleted_at = :now WHERE {MINE} AND {AT_REST} RETURNING id"
DELETE_ALL = f"UPDATE runs SET deleted_at = :now WHERE owner = :owner AND {AT_REST} RETURNING id"
BRING_BACK = f"UPDATE runs SET deleted_at = NULL WHERE {MINE} AND deleted_at > 0 RETURNING id"
REMOVE = f"UPDATE runs SET deleted_at = 0 WHERE {MINE} AND deleted_at > 0 RETURNING id"
OUTDATED = "SELECT number FROM runs WHERE deleted_at < :before ORDER BY deleted_at LIMIT :most"
FORGET_EVENTS = "DELETE FROM batches WHERE place >= :first AND place < :next"
FORGET_RUN = "DELETE FROM runs WHERE number = :number"
KEEP_FILE = """
INSERT INTO file_versions (owner, space, name, text, by, request, run, at, version)
SELECT :owner, :space, :name, :text, :by, :request, :run, :at, 1 + COALESCE(MAX(version), 0)
FROM file_versions WHERE owner = :owner AND space = :space AND name = :name RETURNING name"""
KEEP_DRAFT = """
INSERT INTO drafts (owner, workflow, draft, at) VALUES (:owner, :workflow, :draft, :now)
ON CONFLICT (owner, workflow) DO UPDATE SET draft = excluded.draft, at = excluded.at RETURNING workflow"""
DRAFT = "SELECT draft FROM drafts WHERE owner = :owner AND workflow = :workflow"

NEW_RUN = """
INSERT INTO runs (id, owner, engine, workflow, model, mode, started, status, request, imported)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET engine = excluded.engine RETURNING number"""
NEW_BATCH = "INSERT OR REPLACE INTO batches (place, events) VALUES (?, ?)"
NEW_FIGURES = """
UPDATE runs SET status = ?, reason = ?, wall_s = ?, calls = ?, input_tokens = ?, output_tokens = ?, estimated = ?,
cost_usd = ? WHERE number = ?"""
ALIVE = "INSERT INTO engines (id, seen_at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at"
SEEN_LATER = "UPDATE engines SET seen_at = ? WHERE seen_at > ?"
LEAVE = "DELETE FROM engines WHERE id = ? OR seen_at < ?"
FIRST_ALIVE = "SELECT id FROM engines WHERE seen_at >= ? ORDER BY number LIMIT 1"


def row_of(trace: Trace, number: int, now: float) -> RunRow:
    """The line of a run from its log. `number` tells it from other lines; `now` is in seconds since it began."""
    totals = trace.totals(now)
    return RunRow(
        number=number,
        id=trace.run_id,
        workflow=trace.workflow,
        model=str(trace.options.get("model", "")),
        mode=str(trace.options.get("mode", "")),
        started=trace.wall_time,
        status=trace.status,
        reason=trace.reason,
        wall_s=totals.wall_s,
        calls=totals.calls,
        input_tokens=totals.input_tokens,
        output_tokens=totals.output_tokens,
        estimated=totals.estimated,
        cost_usd=totals.cost_usd,
        request=trace.request[:1_000],
        name="",
        starred=False,
        shared=False,
        imported=False,
        deleted_at=None,
        mine=True,
    )

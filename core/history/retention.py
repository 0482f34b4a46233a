"""How much of one owner the history keeps: beyond it, the oldest makes room."""

from core.history.questions import UNFINISHED

MOST_RUNS = 10_000
MOST_VERSIONS = 50  # of one text
STARRED_SHARE = 2  # one in so many runs may be starred, so that there is always one to make room
IMPORTED_SHARE = 10  # and one in so many imported
_GONE = "coalesce(deleted_at, 1) = 0"
_OVER = f"status NOT IN {UNFINISHED} OR engine NOT IN (SELECT id FROM engines)"
LET_RUNS_GO = f"""
UPDATE runs SET deleted_at = 0 WHERE number IN (
    SELECT number FROM runs WHERE owner = :owner AND NOT starred AND NOT {_GONE} AND ({_OVER})
    ORDER BY deleted_at IS NULL, number
    LIMIT max(0, (SELECT count(*) FROM runs WHERE owner = :owner AND NOT {_GONE}) - :most)
)"""
LET_VERSIONS_GO = """
DELETE FROM file_versions WHERE number IN (
    SELECT number FROM (
        SELECT number, row_number() OVER (PARTITION BY space, name ORDER BY version DESC) AS age
        FROM file_versions WHERE owner = :owner
    ) WHERE age > :most
)"""
KEPT = f"SELECT count(*), sum(imported) FROM runs WHERE owner = :owner AND NOT {_GONE}"
DAYS_KEPT = 7

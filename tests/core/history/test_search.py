"""The search in request and name: whatever the case, in every language, and quick over thousands of runs."""

import time
from contextlib import closing
from pathlib import Path

from core.history.database import connect
from core.history.history import FILE, History
from core.history.questions import Filter
from tests.core.history.recorded import PATIENCE_S, opened, small_run

MANY = """
INSERT INTO runs (id, owner, engine, workflow, model, mode, started, status, request)
SELECT 'copy' || value, 'many', '', 'small', '', '', '', 'completed', :text || value
FROM json_each(:numbers)"""


def found(history: History, search: str, owner: str = "me") -> list[str]:
    return [row.id for row in history.runs(owner, Filter(search=search))]


async def test_a_run_is_found_whatever_the_case_of_its_language(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        for name, request in {
            "de": "Die Straße",
            "fr": "un cafe\u0301",
            "tr": "IŞIK",
            "odd": "100 % a_b \\ 'x'",
        }.items():
            await small_run(history, name, request=request)
        assert history.flush(PATIENCE_S)
        assert history.rename("tr", "me", "Ärger") == ["tr"]
        assert found(history, "STRASSE") == ["de"]
        assert found(history, "CAFÉ") == ["fr"]
        assert found(history, "ışık") == found(history, "ärg") == ["tr"]
        assert found(history, "A_B \\ 'X") == found(history, "100 %") == ["odd"]
        assert found(history, "a%b") == found(history, "\ud800") == []
        assert history.count("me", Filter(search="straße")) == 1


def test_a_search_takes_time_in_proportion_to_the_runs_and_their_text(tmp_path: Path) -> None:
    """The needle's beginning is everywhere in the text: trying each place anew would be 500 times slower."""
    with opened(tmp_path) as history:
        with closing(connect(tmp_path / FILE)) as database:
            database.execute(MANY, {"text": "ß" + "a" * 999, "numbers": str(list(range(4_000)))})
        spent = [cpu_of(history, search) for search in ("ßa", "a" * 500 + "b")]
        assert found(history, "SSA" + "A" * 400 + "A", "many")
        assert spent[1] <= 13 * spent[0]


def cpu_of(history: History, search: str) -> float:
    """The least seconds of this thread's time of three."""
    spent = []
    for _ in range(3):
        began = time.thread_time()
        history.count("many", Filter(search=search))
        spent.append(time.thread_time() - began)
    return min(spent)

import csv
import io

import pytest

from core.lab.table import cells, notes, rows, verdicts
from core.text.values import csv_text
from tests.core.lab.measured import both, comparison, refused_once, run


def test_a_row_has_the_figures_of_its_mode() -> None:
    sequential, _, parallel = rows(both())
    assert sequential.wall is not None
    assert parallel.wall is not None
    assert parallel.speedup is not None
    assert (sequential.wall.median, sequential.wall.count, sequential.efficiency) == (4.0, 2, 0.25)
    assert (parallel.wall.median, parallel.wall.least, parallel.wall.greatest) == (1.125, 1.0, 1.25)
    assert (parallel.speedup.least, parallel.speedup.greatest) == (3.2, 4.0)
    assert (parallel.calls, parallel.input_tokens, parallel.output_tokens, parallel.cost_usd) == (4, 40, 20, 2.0)
    assert parallel.efficiency == 1.0


def test_refused_calls_and_waits_are_counted() -> None:
    (row,) = rows(comparison({"parallel": [refused_once()]}))
    assert (row.refused, row.retries, row.waited_s) == (1, 1, 5.0)


def test_one_run_is_said_to_be_one() -> None:
    said = notes(comparison({"sequential": [run([1.0], mode="sequential")], "parallel": [run([1.0])]}))
    assert said[0].startswith("n = 1 for sequential, parallel")
    assert not any(note.startswith("n = 1") for note in notes(both()))


def test_batch_and_streaming_are_compared_with_each_other_without_a_sequential_run() -> None:
    made = comparison({"batch": [run([3.0]), run([2.0])], "streaming": [run([2.0]), run([1.0])]}, "storefront-dag")
    assert "Batch ÷ streaming, pair by pair: 1.75 (n = 2, 1.50 to 2.00)." in notes(made)
    assert not any("streaming" in note for note in notes(both()))


def test_equal_money_is_said_to_be_equal_and_a_difference_is_explained() -> None:
    assert any("The money is the same in every mode: $2.00" in note for note in notes(both()))
    unequal = comparison({"sequential": [run([1.0] * 2, mode="sequential")], "parallel": [run([1.0] * 3)]})
    assert any(
        "money differs (sequential $1.00, parallel $1.50): the modes made different" in note for note in notes(unequal)
    )


def test_a_mode_that_failed_says_why_and_leaves_the_others_alone() -> None:
    made = comparison({"sequential": [run([1.0], mode="sequential")], "parallel": [run([1.0], status="failed")]})
    said = dict(verdicts(made))
    assert said["parallel"] == "1 run does not count (failed): The model said no."
    assert "does not count" not in said["sequential"]
    assert rows(made)[1].wall is None


def test_the_table_for_a_spreadsheet_has_a_line_for_each_mode() -> None:
    lines = list(csv.DictReader(io.StringIO(csv_text(cells(both())))))
    assert [line["mode"] for line in lines] == ["sequential", "parallel-8", "parallel"]
    assert (lines[2]["wall s median"], lines[2]["speed-up max"]) == ("1.125", "4.0")


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_nothing_measured_is_an_empty_cell(status: str) -> None:
    (row,) = cells(comparison({"parallel": [run([1.0], status=status)]}))
    assert (row["runs"], row["not counted"], row["wall s median"]) == (0, 1, None)


def test_where_nothing_could_run_at_once_there_is_no_speed_up_and_a_note_says_so() -> None:
    alone = comparison({"sequential": [run([1.0], mode="sequential")], "parallel": [run([2.0])]})
    assert [row.speedup for row in rows(alone)] == [None, None]
    assert any(note.startswith("Nothing in these runs could run at once") for note in notes(alone))
    assert not any(note.startswith("Nothing in these runs") for note in notes(both()))

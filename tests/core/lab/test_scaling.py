import pytest

from core.lab.comparison import best_record, bound, minute_of, points, predicted, widest
from tests.core.lab.measured import both, comparison, run


def test_points_stand_at_the_number_of_branches_at_once() -> None:
    found = {one.mode: (one.at_once, one.speedup.median) for one in points(both())}
    assert found["sequential"] == (1, 1.0)
    assert found["parallel-8"] == (8, 3.0)
    assert found["parallel"][0] == 4


def test_the_bound_is_what_the_critical_path_leaves() -> None:
    assert bound(both()) == 4.0
    assert bound(comparison({"parallel": [run([1.0])]})) is None


def test_the_prediction_rises_to_the_bound_and_stays_there() -> None:
    made = both()
    record = best_record(made)
    assert record is not None
    assert record.mode == "sequential"
    assert predicted(made, record.trace, 5, None) == [(1, 1.0), (2, 2.0), (3, 2.0), (4, 4.0), (5, 4.0)]


def test_under_the_measured_rate_limit_one_worker_is_the_base() -> None:
    made = comparison({"sequential": [run([1.0] * 4, mode="sequential")]}, requests_per_minute=2)
    record = best_record(made)
    assert record is not None
    assert predicted(made, record.trace, 1, 2) == [(1, 1.0)]
    assert predicted(made, record.trace, 1, None)[0][1] == pytest.approx(62 / 4)


def test_a_simulated_minute_passes_as_fast_as_the_model_does() -> None:
    made = comparison({"parallel": [run([1.0])]}, speed=10.0)
    assert minute_of(made) == 6.0


def test_a_run_without_fan_out_is_one_wide() -> None:
    assert widest(run([1.0] * 7)) == 7
    made = comparison({"parallel": [run([1.0], status="failed")]})
    assert best_record(made) is None

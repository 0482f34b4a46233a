import pytest

from core.errors import InputError
from core.lab.comparison import Comparison, Spread, comparison_as_json, measure
from core.lab.modes import PARALLEL, SEQUENTIAL, check_repeats, first_modes, modes_of, parse_modes
from core.runtime.plans import Plan, plan
from core.trace.events import RunFinished, RunStarted
from core.trace.trace import Trace
from core.workflows.catalogue import find_workflow

FAQ = find_workflow("faq-chain")


def took(seconds: float, status: str = "completed") -> Trace:
    started = RunStarted(0, "r", "faq-chain", "q", {}, {}, "")
    return Trace([started, RunFinished(seconds, status, "", None, (), None)])  # type: ignore[arg-type]


async def compare(walls: dict[str, list[float]], failing: str = "") -> tuple[Comparison, list[str]]:
    order: list[str] = []

    async def run_plan(planned: Plan) -> Trace:
        name = "sequential" if planned.options.mode == "sequential" else "parallel"
        order.append(name)
        return took(walls[name].pop(0), "failed" if name == failing else "completed")

    comparison = Comparison(plan("faq-chain"), (SEQUENTIAL, PARALLEL), repeats=2)
    return await measure(comparison, run_plan), order


async def test_runs_are_taken_in_turns_and_compared_pair_by_pair() -> None:
    comparison, order = await compare({"sequential": [10, 12], "parallel": [5, 4]})
    assert order == ["sequential", "parallel", "sequential", "parallel"]
    assert comparison.speedups("parallel") == [2, 3]
    assert comparison.speedups("sequential") == [1, 1]


async def test_a_mode_that_fails_does_not_spoil_the_others() -> None:
    comparison, _ = await compare({"sequential": [10, 12], "parallel": [5, 4]}, failing="parallel")
    assert comparison.speedups("parallel") == []
    as_json = comparison_as_json(comparison)
    assert as_json["modes"]["parallel"]["failed"] == 2
    assert as_json["modes"]["sequential"]["wall_s"] == [10, 12]


async def test_the_json_has_every_figure_of_every_mode() -> None:
    comparison, _ = await compare({"sequential": [10, 12], "parallel": [5, 4]})
    as_json = comparison_as_json(comparison)
    assert (as_json["workflow"], as_json["repeats"]) == ("faq-chain", 2)
    keys = "wall_s sum_s critical_path_s speedup calls input_tokens output_tokens cost_usd retries waited_s failed"
    assert list(as_json["modes"]["parallel"]) == keys.split()


def test_a_mode_changes_how_the_work_is_run_and_nothing_else() -> None:
    original = plan("faq-chain", "text", {"count": 2})
    (capped,) = parse_modes(["parallel-3"], FAQ)
    changed = capped.apply(original)
    assert (changed.options.mode, changed.options.limits.concurrency) == ("parallel", 3)
    assert (changed.request, changed.params) == (original.request, original.params)
    assert SEQUENTIAL.apply(original).options.mode == "sequential"


def test_a_workflow_without_a_fan_out_is_not_offered_and_says_why() -> None:
    with pytest.raises(InputError, match="every step waits for the one before"):
        modes_of(find_workflow("calendar-chain"))


def test_an_unknown_mode_is_named_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="no mode 'fast'. Known: sequential, parallel-1"):
        parse_modes(["fast"], FAQ)


@pytest.mark.parametrize("repeats", [0, -1, 1000])
def test_repeats_have_bounds(repeats: int) -> None:
    with pytest.raises(InputError, match="choose 1 to 20"):
        check_repeats(repeats)


def test_a_spread_says_how_many_measurements_it_has() -> None:
    assert Spread.of([3, 1, 2]) == Spread(2, 1, 3, 3)
    assert Spread.of([]) is None


def test_work_items_are_first_compared_in_both_flows_and_anything_else_in_both_modes() -> None:
    assert [mode.name for mode in first_modes(find_workflow("storefront-dag"))] == ["batch", "streaming"]
    assert first_modes(FAQ) == (SEQUENTIAL, PARALLEL)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.runtime.admission import Admission, Capacity, Place


def entered(admission: Admission, *run_ids: str) -> list[str]:
    """The ids of those runs that begin at once; a run's owner is the first letter of its id."""
    return [run_id for run_id in run_ids if admission.enter(run_id[0], run_id)]


def left(admission: Admission, run_id: str) -> list[str]:
    return admission.leave(run_id[0], run_id)


def place(admission: Admission, run_id: str) -> Place | None:
    return admission.place(run_id[0], run_id)


def test_an_owners_further_runs_wait_for_their_own_and_begin_in_order() -> None:
    admission = Admission(Capacity(live=10, live_each=2))
    assert entered(admission, "a1", "a2", "a3", "a4", "b1") == ["a1", "a2", "b1"]
    assert [place(admission, run_id) for run_id in ("a2", "a3", "a4")] == [None, Place(1, 2), Place(2, 2)]
    assert left(admission, "b1") == []
    assert left(admission, "a2") == ["a3"]
    assert place(admission, "a4") == Place(1, 2)


def test_in_a_full_house_the_one_with_the_fewest_runs_comes_first() -> None:
    admission = Admission(Capacity(live=4, live_each=4))
    assert entered(admission, "a1", "a2", "a3", "a4", "a5", "a6", "b1", "b2") == ["a1", "a2", "a3", "a4"]
    assert [place(admission, run_id) for run_id in ("b1", "b2", "a5")] == [Place(1), Place(2), Place(1, 4)]
    assert [left(admission, run_id) for run_id in ("a1", "a2", "a3", "a4")] == [["b1"], ["b2"], ["a5"], ["a6"]]


def test_among_equals_the_turn_goes_round() -> None:
    admission = Admission(Capacity(live=1, live_each=1))
    entered(admission, "x1", "a1", "a2", "a3", "b1", "c1", "c2")
    assert [place(admission, run_id) for run_id in ("a1", "b1", "c1", "c2")] == [Place(1), Place(2), Place(3), Place(5)]
    order = ["x1"]
    for _ in range(6):
        order += left(admission, order[-1])
    assert order == ["x1", "a1", "b1", "c1", "a2", "c2", "a3"]
    assert (left(admission, "a3"), admission.live) == ([], 0)


def test_a_run_that_gives_up_its_place_lets_those_behind_it_move_up() -> None:
    admission = Admission(Capacity(live=1, live_each=1))
    entered(admission, "a1", "a2", "a3")
    assert left(admission, "a2") == []
    assert place(admission, "a3") == Place(1, 1)
    assert left(admission, "a1") == ["a3"]


def test_who_comes_while_a_place_is_free_does_not_wait_behind_those_who_have_their_share() -> None:
    admission = Admission(Capacity(live=3, live_each=2))
    assert entered(admission, "a1", "a2", "a3", "b1") == ["a1", "a2", "b1"]


def test_a_full_line_is_refused_with_what_to_do() -> None:
    admission = Admission(Capacity(live=2, live_each=1, waiting=3, waiting_each=2))
    entered(admission, "a1", "a2", "a3", "b1", "b2")
    with pytest.raises(InputError, match="You have 1 run going on and 2 in line.* Stop one of them"):
        admission.enter("a", "a4")
    with pytest.raises(InputError, match="The server is full: 2 runs are going on and 3 are in line. Try again"):
        admission.enter("b", "b3")
    assert left(admission, "a1") == ["a2"]
    assert entered(admission, "b3") == []
    assert place(admission, "b3") == Place(2, 1)


@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.lists(st.tuples(st.sampled_from("abcd"), st.booleans(), st.integers(0, 50)), max_size=80),
)
def test_no_limit_is_broken_and_no_place_stays_free_that_somebody_could_have(
    live: int, share: int, moves: list[tuple[str, bool, int]]
) -> None:
    admission = Admission(Capacity(live=live, live_each=share, waiting=100, waiting_each=100))
    going_on: list[str] = []
    waiting: list[str] = []
    for number, (owner, enters, which) in enumerate(moves):
        if enters:
            run_id = f"{owner}{number}"
            (going_on if admission.enter(owner, run_id) else waiting).append(run_id)
        elif going_on or waiting:
            run_id = (going_on + waiting)[which % len(going_on + waiting)]
            (going_on if run_id in going_on else waiting).remove(run_id)
            for begins in left(admission, run_id):
                first = next(one for one in waiting if one[0] == begins[0])
                assert begins == first
                waiting.remove(begins)
                going_on.append(begins)
        mine = {owner: sum(one[0] == owner for one in going_on) for owner in "abcd"}
        assert len(going_on) == admission.live <= live
        assert max(mine.values()) <= share
        assert len(going_on) == live or all(mine[one[0]] == share for one in waiting)
        assert all(place(admission, one) is not None for one in waiting)

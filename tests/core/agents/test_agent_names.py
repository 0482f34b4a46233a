import re
from string import ascii_letters

from hypothesis import given
from hypothesis import strategies as st

from core.agents.conversation import place_name, tool_name, tool_names

PROVIDERS_RULE = re.compile(r"[a-zA-Z_][a-zA-Z0-9_-]{0,63}")
NAMES = st.lists(
    st.text(max_size=100) | st.sampled_from(["Q&A", "Q/A", "q_a", "財務", "法務", "🎨", "finish", "agent_2"])
)


def test_names_without_ascii_letters_stay_apart() -> None:
    assert tool_names(["財務", "法務", "🎨"], []) == {"財務": "agent", "法務": "agent_2", "🎨": "agent_3"}
    assert len({place_name(name) for name in ("🎨", "🎭", "/", "財務")}) == 4


def test_names_that_differ_in_signs_stay_apart_and_who_needs_no_change_keeps_the_name() -> None:
    assert tool_names(["Q&A", "Q/A", "Q_A"], []) == {"Q_A": "Q_A", "Q&A": "Q_A_2", "Q/A": "Q_A_3"}
    assert tool_names(["Finish!"], ["finish"]) == {"Finish!": "Finish_2"}
    assert place_name("Q/A") != place_name("Q A") == "Q A"


def test_names_that_differ_only_at_their_end_stay_apart() -> None:
    long = ["x" * 90 + end for end in ascii_letters]
    assert len(set(tool_names(long, []).values())) == len({place_name(name) for name in long}) == len(long)


def test_a_name_that_begins_with_a_digit_is_taken_by_every_provider() -> None:
    assert tool_name("3D artist") == "agent_3D_artist"


@given(names=NAMES, taken=st.sets(st.sampled_from(["agent", "finish", "q_a", "agent_2_2"])))
def test_no_two_agents_share_a_tool_and_every_provider_takes_its_name(names: list[str], taken: set[str]) -> None:
    named = tool_names(names, taken)
    small = [tool.lower() for tool in named.values()]
    assert set(named) == set(names)
    assert len(set(small)) == len(small)
    assert not taken & set(small)
    assert all(PROVIDERS_RULE.fullmatch(tool) for tool in named.values())


@given(names=NAMES)
def test_no_two_agents_share_a_group_and_no_group_parts_in_two(names: list[str]) -> None:
    lines = {" ".join(name.split()) for name in names}
    places = {place_name(line) for line in lines}
    assert len(places) == len(lines)
    assert all(0 < len(place) <= 80 and "/" not in place and "\n" not in place for place in places)

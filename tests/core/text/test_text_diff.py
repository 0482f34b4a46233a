"""What changed between two texts, and what they are compared with."""

from hypothesis import given
from hypothesis import strategies as st

from core.text.differences import MOST_LINES, nearest, text_diff, unified_diff

LINES = st.lists(st.sampled_from(["a b c\n", "a b d\n", "e\n", "\n", "  f  \n", "g"]), max_size=12).map("".join)


@given(LINES | st.text(), LINES | st.text())
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    pieces = text_diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.how != "added") == before
    assert "".join(piece.text for piece in pieces if piece.how != "removed") == after


def test_changed_words_stand_as_removed_before_what_took_their_place() -> None:
    assert [tuple(piece) for piece in text_diff("Write a short text.", "Write one long text.")] == [
        ("same", "Write "),
        ("removed", "a short "),
        ("added", "one long "),
        ("same", "text."),
    ]


def test_of_many_lines_only_the_changed_word_is_marked() -> None:
    before = "".join(f"Line {number} stays.\n" for number in range(9))
    pieces = text_diff(before, before.replace("Line 4 stays", "Line 4 goes"))
    assert [piece.text for piece in pieces if piece.how != "same"] == ["stays.", "goes."]


def test_a_unified_difference_shows_two_lines_around_each_change() -> None:
    old, new = list("abcdefghijkl"), list("abcxefghijkm")
    assert unified_diff("\n".join(old), "\n".join(new), "old", "new").splitlines() == [
        "--- old",
        "+++ new",
        "@@ -2,5 +2,5 @@",
        " b",
        " c",
        "-d",
        "+x",
        " e",
        " f",
        "@@ -10,3 +10,3 @@",
        " j",
        " k",
        "-l",
        "+m",
    ]
    assert unified_diff("", "a\nb", "old", "new").splitlines()[2:] == ["@@ -0,0 +1,2 @@", "+a", "+b"]
    assert unified_diff("a\n", "a", "old", "new") == ""


def test_too_many_lines_are_replaced_as_a_whole() -> None:
    lines = unified_diff("a\n" * MOST_LINES, "a\n" * (MOST_LINES + 1), "old", "new").splitlines()
    assert lines[2] == f"@@ -1,{MOST_LINES} +1,{MOST_LINES + 1} @@"
    assert len(lines) == 3 + 2 * MOST_LINES + 1


def test_the_names_that_may_be_meant_come_nearest_first() -> None:
    assert nearest("max_call", ["seed", "max_tokens", "max_calls"])[0] == "max_calls"
    assert nearest("nothing like it", ["seed", "mode"]) == []

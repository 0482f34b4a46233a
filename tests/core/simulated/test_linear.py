"""The rooms of the simulated model search as with `re`, and never in more than linear time."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from core.simulated import linear
from tests.hostile_shapes import HOSTILE_SHAPES

TEXTS = (
    "",
    "Lunch with Ada and Grace on Friday at 12:30, please; order ORD-1007 costs €1,234.50.",
    "Zoë and José meet Łucja’s brother — in Malmö, at “Café Noir”… (3 × 4)",
    "line one\n  line two\n\n- item\tone",
    "会議は金曜日です。Встреча в пятницу. ٣ apples",
    "x__y _z 1_000",
)
PATTERNS: tuple[tuple[str, int], ...] = (
    (r"\w+", 0),
    (r"[^\W\d_]+(?:['’][^\W\d_]+)*", 0),
    (r"\b([A-ZÀ-ÝŁ]\w+)\b(?:\s+and\s+(\w+))?", 0),
    (r"(?P<word>\w+)\s*[,;.]", 0),
    (r"^\s*-?\s*(.*)$", re.MULTILINE),
    (r"“(.*)”", re.DOTALL),
    (r"FRIDAY|malmö\W*", re.IGNORECASE),
    (r"\d+(?:[.,:]\d+)*", 0),
    (r"\s*(?:,|;|\band\b)\s*", 0),
    (r"[—–-]+|€\d+", 0),
    (r"(?<=\w)[,.]\s{1,9}(?=\w)", 0),
    (r"(\w)\1", 0),
)
SEARCHES: dict[str, Callable[[Any, str], Any]] = {
    "search": lambda pattern, text: places(pattern.search(text)),
    "match": lambda pattern, text: places(pattern.match(text)),
    "fullmatch": lambda pattern, text: places(pattern.fullmatch(text)),
    "finditer": lambda pattern, text: [places(match) for match in pattern.finditer(text)],
    "findall": lambda pattern, text: pattern.findall(text),
    "split": lambda pattern, text: pattern.split(text),
    "split once": lambda pattern, text: pattern.split(text, 1),
    "sub": lambda pattern, text: pattern.sub("<>", text),
    "sub once": lambda pattern, text: pattern.sub(lambda match: match[0].upper(), text, count=1),
}


def places(match: Any) -> Any:
    return match and (match.start(), match.end(), match[0], match.group(), match.groups(), match.groupdict())


@pytest.mark.parametrize("search", SEARCHES.values(), ids=list(SEARCHES))
@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_it_finds_what_re_finds(pattern: str, flags: int, search: Callable[[Any, str], Any]) -> None:
    for text in TEXTS:
        assert search(linear.compile(pattern, flags), text) == search(re.compile(pattern, flags), text)


def test_a_search_may_start_further_on_and_knows_what_stands_before() -> None:
    assert linear.compile(r"\b[a-z]+").search("abcd ef", 2)[0] == "ef"  # type: ignore[index]
    assert linear.compile(r"[a-z]+").match("abcd ef", 2)[0] == "cd"  # type: ignore[index]


def test_a_group_is_known_by_its_name_and_can_be_put_back() -> None:
    match = linear.search(r"(?P<first>\w+) (?P<second>\w+)", "Zoë Müller!")
    assert match is not None
    assert (match["first"], match.start("second"), match.end("second")) == ("Zoë", 4, 10)
    assert linear.sub(r"(\w+) (\w+)", r"\2, \1", "Zoë Müller") == "Müller, Zoë"


@pytest.mark.parametrize("pattern", [r"\s+(?=x)", r"(?<!a)b*", r"(\w+)\1", r"(?!x)\w{2,}"])
def test_a_pattern_that_could_go_back_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="upper bound"):
        linear.compile(pattern)


@pytest.mark.parametrize("pattern", ["(", "a**+", "[b-a]+", "x{2,1}"])
def test_what_is_no_pattern_is_said_to_be_none(pattern: str) -> None:
    with pytest.raises(ValueError, match="no pattern"):
        linear.compile(pattern)


@pytest.mark.parametrize("shape", HOSTILE_SHAPES)
def test_every_text_can_be_searched_and_keeps_its_places(shape: str) -> None:
    text = HOSTILE_SHAPES[shape](500)
    assert "".join(linear.findall(r"\w+|\W+", text)) == text


@pytest.mark.parametrize("pattern", [r"(?:[a-z]+)*!", r"(?:[A-Z][a-z]*[a-z]*,? )*:", r"\s+$", r"(?:\w+\s?)+\?", r"a*b"])
def test_patterns_that_are_known_to_explode_take_linear_time(pattern: str) -> None:
    def seconds(text: str) -> float:
        began = time.process_time()
        for _ in range(20):
            linear.search(pattern, text)
        return time.process_time() - began

    shapes = ("aaaa", "Ada, ", "   x")
    assert all(
        min(seconds(one * 20_000) for _ in range(3)) <= 13 * max(seconds(one * 2_000) for _ in range(3))
        for one in shapes
    )

"""What the documents say of the code is so."""

from pathlib import Path

from tests.rooms import ROOMS

ROOT = Path(__file__).parent.parent
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MOST_FILES, MOST_LINES = 8, 1200
MOST_WORDS = 20


def in_code(text: str) -> list[str]:
    """What stands between backquotes, without the blocks of several lines."""
    prose = "".join(text.split("```")[::2])
    return prose.split("`")[1::2]


def section(title: str) -> str:
    return ARCHITECTURE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_path_that_is_named_exists() -> None:
    paths = [name for name in in_code(ARCHITECTURE) if "/" in name]
    assert paths
    assert [name for name in paths if not (ROOT / name).exists()] == []


def test_a_run_is_understood_from_few_files() -> None:
    files = [ROOT / name for name in in_code(section("A run, in eight files")) if name.endswith(".py")]
    assert len(files) <= MOST_FILES
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) <= MOST_LINES


def test_the_picture_shows_the_rooms_that_there_are() -> None:
    picture = ARCHITECTURE.partition("```mermaid")[2].partition("```")[0]
    drawn = {part.partition("<br>")[0].replace("/", ".") for part in picture.split('["')[1:]}
    rooms = {room for storey in ROOMS for room in storey.split()}
    assert drawn - {"pages"} <= rooms
    assert {room for room in rooms if (ROOT / room.replace(".", "/")).is_dir() and room.startswith("core.")} <= drawn


def test_the_glossary_has_no_more_than_twenty_words() -> None:
    rows = [line for line in section("Words").splitlines() if line.startswith("| ")][1:]
    assert 0 < len(rows) <= MOST_WORDS

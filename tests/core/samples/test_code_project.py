import pytest

from core.errors import ToolFailed
from core.samples.code_project import CodeProject

TEST = "from sums import add\n\ndef test_add():\n    assert add(1, 2) == 3\n"


async def report_of(**files: str) -> str:
    project = CodeProject()
    for name, content in files.items():
        project.write_file(f"{name}.py", content)
    return await project.run_tests()


async def test_files_that_import_each_other_run_as_one_program() -> None:
    program = (
        "from base import plus\n\ndef add(a, b):\n    return plus(a, b)\n\nif __name__ == '__main__':\n    input()\n"
    )
    base = "LIMIT = 10\n\ndef plus(a, b):\n    return min(a + b, LIMIT)\n"
    assert await report_of(sums=program, base=base, test_sums=TEST) == "1 of 1 tests passed."


async def test_each_test_starts_afresh_and_says_why_it_failed() -> None:
    program = "seen = []\n\ndef add(a, b):\n    seen.append(a)\n    return len(seen) + b\n"
    more = TEST + "\ndef test_again():\n    assert add(1, 2) == 3\n\ndef test_wrong():\n    add('x', 'y')\n"
    told = await report_of(sums=program, test_sums=more)
    assert told.startswith("2 of 3 tests passed.\ntest_wrong failed: TypeError")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"sums": "x = 1"}, "There is no test"),
        ({"sums": "x = 1", "test_sums": "import sums\n\ndef test_x():\n    pass\n"}, "from sums import"),
    ],
)
async def test_what_cannot_be_tested_says_what_to_do(files: dict[str, str], said: str) -> None:
    with pytest.raises(ToolFailed, match=said):
        await report_of(**files)


def test_there_are_no_more_than_a_dozen_files() -> None:
    project = CodeProject()
    for number in range(12):
        project.write_file(f"f{number}.py", "x = 1")
    with pytest.raises(ToolFailed, match="12 files already"):
        project.write_file("one_more.py", "x = 1")
    assert project.write_file("f3.py", "x = 2") == "f3.py has 1 lines now."


async def test_a_test_that_never_ends_is_stopped() -> None:
    told = await report_of(test_it="def test_it():\n    while True:\n        pass\n")
    assert "The code ran longer than 1 second and was stopped." in told


async def test_results_do_not_outlive_a_change() -> None:
    project = CodeProject()
    project.write_file("sums.py", "def add(a, b):\n    return a + b\n")
    project.write_file("test_sums.py", TEST)
    await project.run_tests()
    assert project.passes
    project.write_file("sums.py", "def add(a, b):\n    return 0\n")
    assert not project.passes


def test_a_stretch_that_occurs_once_is_replaced() -> None:
    project = CodeProject()
    project.write_file("sums.py", "a = 1\nb = 1\n")
    assert project.replace_in_file("sums.py", "b = 1", "b = 2\nc = 3") == "sums.py has 3 lines now."
    assert project.files[0].content == "a = 1\nb = 2\nc = 3\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("other.py", "1", "2", "There is no file 'other.py'. There are: sums.py"),
        ("sums.py", "1", "2", "occurs 2 times"),
        ("sums.py", "", "2", "occurs 0 times"),
        ("sums.py", "3", "2", "occurs 0 times"),
        ("sums.py", "a = 1", "a =", "is not Python"),
        ("sums.py", "a = 1", "#" * 20_001, "at most 20,000"),
    ],
)
def test_a_replacement_that_cannot_be_made_leaves_the_file_as_it_is(name: str, old: str, new: str, said: str) -> None:
    project = CodeProject()
    project.write_file("sums.py", "a = 1\nb = 1\n")
    with pytest.raises(ToolFailed, match=said):
        project.replace_in_file(name, old, new)
    assert project.files[0].content == "a = 1\nb = 1\n"


@pytest.mark.parametrize("deep", ["-" * 900 + "1", "1+" * 4_000 + "1", "f" + "()" * 2_000, "[" * 400 + "]" * 400])
async def test_code_that_is_nested_too_deeply_is_the_writers_to_mend(deep: str) -> None:
    with pytest.raises(ToolFailed, match="too deeply|too many nested"):
        await report_of(sums=f"x = {deep}\nif {deep}:\n    pass\n", test_sums=TEST)

"""What the simulated programmer writes is real: it runs, its tests find its slips, and mending makes them pass."""

import pytest

from core.errors import ToolFailed
from core.samples.code_project import CodeProject
from core.simulated.writing.abilities import Ability
from core.simulated.writing.programs import (
    ABILITIES,
    abilities_for,
    at_fault,
    checks_of,
    commands_of,
    module_name,
    program,
    replacements,
)

every_ability = pytest.mark.parametrize("ability", ABILITIES, ids=lambda one: commands_of([one])[0])


def with_needs(ability: Ability) -> list[Ability]:
    return [*(with_needs(ability.needs) if ability.needs else []), ability]


async def report_on(abilities: list[Ability], mended: list[Ability]) -> str:
    project = CodeProject()
    project.write_file("made.py", program(abilities, mended, "Made."))
    project.write_file("test_made.py", checks_of(abilities, "made"))
    return await project.run_tests()


@every_ability
async def test_a_hurried_ability_fails_its_own_tests_and_a_mended_one_passes(ability: Ability) -> None:
    chain = with_needs(ability)
    hurried = await report_on(chain, [])
    assert set(at_fault(chain, hurried)) == {one for one in chain if one.hurried != one.code}
    mended = await report_on(chain, chain)
    assert "failed" not in mended


async def test_all_abilities_fit_into_one_program_but_those_that_share_a_name() -> None:
    names = commands_of(ABILITIES)
    assert sorted({one for one in names if names.count(one) > 1}) == []
    report = await report_on(list(ABILITIES), list(ABILITIES))
    assert "failed" not in report


def test_a_program_answers_line_after_line_outside_the_sandbox(capsys: pytest.CaptureFixture[str]) -> None:
    chain = abilities_for(["a maths tutor", "check the answers", "keep the score"])
    lines = iter(["ask", "answer 99999", "score", "answer", "dance", "", "quit", "never read"])
    place = {"input": lambda _: next(lines), "__name__": "__main__"}
    exec(program(chain, chain, "Made."), place)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Try one of: ask, solve, answer, score, quit"
    assert said[1].endswith("= ?")
    assert said[2].startswith("Wrong: ")
    assert said[3] == "0 of 1 right"
    assert said[4].startswith("That does not work: ")
    assert said[5] == said[6] == "Try one of: ask, solve, answer, score"
    assert next(lines) == "never read"


@every_ability
def test_one_program_becomes_another_by_replacements_that_are_python_all_the_way(ability: Ability) -> None:
    chain = with_needs(ability)
    steps = [program(chain[:count], chain[:done], "Made.") for count in range(1, len(chain) + 1) for done in (0, count)]
    steps.append(program([*chain, ABILITIES[-1]], chain, "Made."))
    project = CodeProject()
    project.write_file("made.py", steps[0])
    for before, after in zip(steps, steps[1:], strict=False):
        for old, new in replacements(before, after):
            project.replace_in_file("made.py", old, new)
        assert project.files[0].content == after


@pytest.mark.parametrize(
    ("wish", "command"),
    [
        ("a unit converter", "convert"),
        ("turn miles into kilometres", "convert"),
        ("a to-do list", "add"),
        ("an expense tracker", "spend"),
        ("a pocket calculator", "plus"),
        ("something that splits a bill", "tip"),
        ("a BMI calculator", "bmi"),
        ("the average of my grades", "average"),
        ("how many days until Christmas", "days"),
        ("a password generator", "password"),
        ("roll two dice", "roll"),
        ("guess the number", "guess"),
        ("rock, paper, scissors", "play"),
        ("flash cards for French", "card"),
        ("a Caesar cipher", "encode"),
        ("count the words of a text", "count"),
        ("is it a palindrome", "palindrome"),
        ("a game of tic-tac-toe", "put"),
        ("hangman", "letter"),
        ("a currency converter", "exchange"),
        ("leap years", "leap"),
        ("check whether a number is prime", "is_prime"),
        ("Roman numerals", "roman"),
    ],
)
def test_a_wish_finds_its_ability(wish: str, command: str) -> None:
    assert command in commands_of(abilities_for([wish]))


def test_what_builds_on_something_comes_only_with_it() -> None:
    assert abilities_for(["keep the score"]) == []
    assert commands_of(abilities_for(["a maths tutor", "keep the score", "check the answers"]))[-1] == "score"


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("Hello! I would like a command-line maths tutor. To begin with: it asks sums.", "maths_tutor"),
        ("a to-do list", "to_do_list"),
        ("calculator", "calculator"),
        ("", "program"),
        ("计算器", "program"),
    ],
)
def test_a_file_is_named_after_what_the_program_is(wish: str, name: str) -> None:
    assert module_name(wish) == name
    try:
        CodeProject().write_file(f"{name}.py", "x = 1")
    except ToolFailed as error:
        pytest.fail(str(error))

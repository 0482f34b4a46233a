import pytest

from core.roles import Role, read_roles


def test_a_role_has_a_name_a_goal_and_perhaps_a_backstory() -> None:
    roles = read_roles("Host: thinks of the guests\n\n Cook : plans the food. Backstory: ran a canteen: for years.\n")
    assert roles == (
        Role(name="Host", goal="thinks of the guests"),
        Role(name="Cook", goal="plans the food.", backstory="ran a canteen: for years."),
    )
    assert roles[0].line == "Host: thinks of the guests"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There are 0 roles"),
        ("Host: guests", "There are 1 roles; give 2 to 8"),
        ("\n".join(f"R{n}: x" for n in range(9)), "There are 9 roles"),
        ("Host: a\nhost: b", "Two roles are called 'host'"),
        ("Host: a\nno colon here", "'no colon here' is no role"),
        ("Host: a\nCook:", "'Cook:' is no role"),
        ("Host: a\nmanager: b", "'manager' is no name"),
        ("Host: a\n<b>: c", "'<b>' is no name"),
        (f"Host: a\n{'x' * 41}: c", "is no name"),
    ],
)
def test_a_text_that_holds_no_roles_is_refused_with_the_line(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        read_roles(text)

import pytest

from core.providers.http_errors import too_many_requests
from core.text.figures import duration, seconds


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.012, "12 ms"),
        (1.24, "1.2 s"),
        (125, "2 min 05 s"),
        (3599.4, "59 min 59 s"),
        (3599.6, "1 h"),
        (5_400, "1 h 30 min"),
        (100_000, "1 day 4 h"),
    ],
)
def test_a_measured_time_is_shown_in_units_that_people_can_picture(value: float, shown: str) -> None:
    assert seconds(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0 s"),
        (0.3, "0.3 s"),
        (40, "40 s"),
        (59.96, "1 min"),
        (180, "3 min"),
        (90, "1 min 30 s"),
        (3_600, "1 h"),
        (86_399, "1 day"),
        (1_382_400, "16 days"),
        (1_400_000, "16 days 5 h"),
        (1e9, "11,574 days 2 h"),
    ],
)
def test_a_duration_has_at_most_two_units_and_no_zeros(value: float, shown: str) -> None:
    assert duration(value) == shown


def test_a_server_that_wants_to_be_left_alone_for_days_is_quoted_in_days() -> None:
    assert "Run again in 16 days, or" in str(too_many_requests("The server", 1_382_400.0))

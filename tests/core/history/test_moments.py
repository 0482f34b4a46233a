from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.history.moments import ago, moment, zone

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "just now"),
        (44, "just now"),
        (45, "1 min ago"),
        (150, "2 min ago"),
        (59.4 * 60, "59 min ago"),
        (60 * 60, "1 h ago"),
        (5.4 * 3600, "5 h ago"),
    ],
)
def test_how_long_ago_is_said_in_few_words(seconds: float, said: str) -> None:
    assert ago(seconds) == said


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("2026-11-21T11:58:00+00:00", "12:58, 2 min ago"),
        ("2026-11-20T23:30:00+00:00", "00:30, 12 h ago"),
        ("2026-11-20T12:00:00+00:00", "13:00, yesterday"),
        ("2026-11-05T12:00:00+00:00", "5 Nov 2026, 13:00"),
        ("2026-07-05T12:00:00+00:00", "5 Jul 2026, 14:00"),
        ("2026-11-21T12:00:30+00:00", "13:00, just now"),
    ],
)
def test_a_moment_is_told_by_the_clock_of_the_browser(then: str, said: str) -> None:
    assert moment(then, NOW, BERLIN)[0] == said


def test_a_day_ends_at_midnight_where_the_browser_is() -> None:
    just_after_midnight = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert moment("2026-11-21T22:50:00+00:00", just_after_midnight, BERLIN)[0] == "23:50, yesterday"


def test_a_moment_in_full_names_its_zone() -> None:
    assert moment("2026-11-05T09:08:07+00:00", NOW, BERLIN)[1] == "5 Nov 2026, 10:08:07 CET"


def test_what_is_no_time_is_shown_as_it_is() -> None:
    assert moment("long ago", NOW, UTC) == ("", "long ago")


@pytest.mark.parametrize(
    ("name", "offset", "hours"),
    [("Europe/Berlin", -60, 1), ("Not/AZone", -330, 5.5), ("../../etc/passwd", 300, -5), (None, None, 0), ("", 0, 0)],
)
def test_the_zone_is_the_browsers_by_name_or_by_offset(name: str | None, offset: int | None, hours: float) -> None:
    assert zone(name, offset).utcoffset(NOW.replace(tzinfo=None)) == timedelta(hours=hours)

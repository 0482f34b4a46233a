from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pages.session.kept_drafts import LONGEST_DRAFT, KeptDrafts
from tests.core.history.recorded import opened


def draft(**changes: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"params": {}, "options": {}, "models": {}}
    return {"request": "hello", "example": None, **empty, "undo": None, **changes}


def test_a_draft_survives_the_server(tmp_path: Path) -> None:
    params = {"today": date(2026, 11, 21), "now": datetime(2026, 11, 21, tzinfo=UTC), "count": 3, "kinds": ["a"]}
    mine = draft(params=params, undo=draft(request="before"))
    with opened(tmp_path) as history:
        KeptDrafts(history).keep("me", "faq-chain", mine)
    with opened(tmp_path) as history:
        assert KeptDrafts(history).find("me", "faq-chain") == mine
        assert KeptDrafts(history).find("somebody else", "faq-chain") is None
        assert KeptDrafts(history).find("me", "faq-single") is None


def test_the_last_draft_counts(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        for request in ("one", "two", "three"):
            KeptDrafts(history).keep("me", "faq-chain", draft(request=request))
        found = KeptDrafts(history).find("me", "faq-chain")
    assert found is not None
    assert found["request"] == "three"


def test_a_pasted_key_is_not_kept_in_the_file(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        KeptDrafts(history).keep("me", "faq-chain", draft(request="use sk-abcdefghijklmnop please"))
        assert history.flush()
    assert all(b"sk-abcdefghijklmnop" not in file.read_bytes() for file in tmp_path.iterdir())


def test_what_cannot_be_a_draft_is_none(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        for text in ("", "no json", "[]", '{"request": 3}', '{"request": {"date": "no date"}}', "null"):
            history.keep_draft("me", "faq-chain", text)
            assert KeptDrafts(history).find("me", "faq-chain") is None


def test_a_copy_is_kept_and_given(tmp_path: Path) -> None:
    mine = draft()
    with opened(tmp_path) as history:
        kept = KeptDrafts(history)
        kept.keep("me", "faq-chain", mine)
        mine["params"]["count"] = 5
        found = kept.find("me", "faq-chain")
        assert found == draft()


@pytest.mark.parametrize(
    "too_long",
    [
        {"request": "x" * LONGEST_DRAFT},
        {"params": {f"prompt_{number}": "x" * (LONGEST_DRAFT // 10) for number in range(10)}},
        {"undo": draft(request="x" * LONGEST_DRAFT)},
    ],
)
def test_a_very_long_draft_is_not_kept_and_the_one_before_stays(tmp_path: Path, too_long: dict[str, Any]) -> None:
    with opened(tmp_path) as history:
        kept = KeptDrafts(history)
        assert kept.keep("me", "faq-chain", draft())
        assert not kept.keep("me", "faq-chain", draft(**too_long))
        assert kept.find("me", "faq-chain") == draft()
        assert KeptDrafts(history).find("me", "faq-chain") == draft()

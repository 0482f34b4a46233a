import csv
import io

import pytest

from core.text.values import cell, csv_text


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1+2", "@sum(A1)", "\t=1", " =1+1", "\u200b=1", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(formula: str) -> None:
    if formula == "\u200b=1":
        assert csv_text([{"a": formula}]).splitlines()[1][0] not in "=+-@"
    else:
        assert cell(formula) == f"'{formula}"


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert [cell(one) for one in (-3, 2.5, "a = b", None, True)] == ["-3", "2.5", "a = b", "", "yes"]


def test_rows_with_different_columns_come_back_from_the_csv() -> None:
    text = csv_text([{"name": "A, “B”", "n": 1}, {"name": 'say "hi"\nnow', "more": ["x", "y"]}])
    assert list(csv.DictReader(io.StringIO(text))) == [
        {"name": "A, “B”", "n": "1", "more": ""},
        {"name": 'say "hi"\nnow', "n": "", "more": "x; y"},
    ]


def test_a_column_name_is_neutralised_too() -> None:
    assert csv_text([{"=cmd()": 1}]).startswith("'=cmd()")

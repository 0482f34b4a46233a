from typing import Any

import pytest

from core.text.values import readable


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("two\nlines", "two\nlines"),
        (None, "(none)"),
        (True, "yes"),
        ([], "(none)"),
        ({"min_confidence": 0.7, "ok": False}, "min confidence: 0.7\nok: no"),
        ({"people": ["Ada", "Bob"]}, "people:\n  - Ada\n  - Bob"),
        ({"letter": "Dear Ada,\n\nbye"}, "letter:\n  Dear Ada,\n\n  bye"),
        ([{"a": 1, "b": {"c": []}}], "- a: 1\n  b:\n    c: (none)"),
        ({"empty": {}, "none": None}, "empty: (none)\nnone: (none)"),
    ],
    ids=str,
)
def test_a_value_reads_as_names_and_values(value: Any, text: str) -> None:
    assert readable(value) == text

from streamlit.testing.v1 import AppTest

from core.reports.boards import Board, Cell, ItemRow
from pages.run.boards import MOST_ITEMS, item_board_table
from tests.pages.opened import blocks, open_workflow, run

HOSTILE = "<img src=x onerror=alert(1)>"


def test_the_board_shows_each_item_with_its_stages_attempts_and_reason(app: AppTest) -> None:
    open_workflow(
        app,
        "storefront-cyclic",
        speed="0",
        approval="off",
        request="clackwork, no-such-shop\n<p>Hinge 40 mm, 2.10 €</p>",
    )
    run(app)
    (shown,) = [one for one in blocks(app) if "pw-items" in one]
    assert "1 done, 1 failed, 1 set aside" in shown
    assert "There is no storefront" in shown
    assert "Set aside after 3 attempts." in shown
    assert "✓ ×3" in shown
    assert "summarize: completed, 2 times." in shown


def test_a_run_without_items_has_no_board(app: AppTest) -> None:
    run(open_workflow(app, "calendar-chain", speed="0"))
    assert not [one for one in blocks(app) if "pw-items" in one]


def test_what_items_and_reasons_say_stays_text() -> None:
    row = ItemRow(HOSTILE, "failed", "read", HOSTILE, {"read": Cell("failed", 2, HOSTILE)})
    assert "<img" not in item_board_table(Board(("read",), (row,)))


def test_a_great_many_items_are_cut() -> None:
    rows = tuple(ItemRow(str(number), "done", "", "") for number in range(MOST_ITEMS + 5))
    assert "5 more items are not shown." in item_board_table(Board((), rows))

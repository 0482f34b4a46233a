from core.reports.boards import task_board
from core.samples.work_list import WorkList
from pages.run.boards import task_board_table
from tests.core.reports.test_task_board import LATER, PLANNED, invented, run


def test_the_table_tells_what_moved_and_escapes_what_a_model_wrote() -> None:
    board = task_board(run(PLANNED, LATER))
    assert board is not None
    html = task_board_table(board)
    assert "8 ↑ from 4" in html
    assert "Work list: 2 open, 1 done" in html
    assert "&lt;b&gt;really" in html
    assert "<b>really" not in html


def test_what_was_cut_off_is_told_below() -> None:
    cut = WorkList().extended([invented(str(number), 1) for number in range(10_000)], [], most=2)
    board = task_board(run(cut))
    assert board is not None
    assert "10,000 tasks were invented" in task_board_table(board)

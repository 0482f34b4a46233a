"""What is read off a trace to be shown: tables, boards, groups, differences of two runs, where a prompt came from."""

from core.reports.boards import Board, BoardState, Cell, ItemRow, ItemState, TaskBoard, TaskRow, board, task_board
from core.reports.descriptions import description, parameters, summary
from core.reports.groups import DEEPEST, Group, GroupLine, group_names, grouped, lines
from core.reports.provenance import FilledPrompt, Source, SourcedText, TracedMessage, sources, trace_messages
from core.reports.run_differences import RunDiff, StepChange, run_diff
from core.reports.tables import StepRow, attempts_table, speed_up, step_rows, steps_table, totals_table

__all__ = [
    "Board",
    "BoardState",
    "Cell",
    "DEEPEST",
    "FilledPrompt",
    "Group",
    "ItemState",
    "GroupLine",
    "ItemRow",
    "RunDiff",
    "Source",
    "SourcedText",
    "StepChange",
    "StepRow",
    "TaskBoard",
    "TaskRow",
    "TracedMessage",
    "attempts_table",
    "board",
    "description",
    "group_names",
    "grouped",
    "lines",
    "parameters",
    "run_diff",
    "sources",
    "speed_up",
    "step_rows",
    "steps_table",
    "summary",
    "task_board",
    "totals_table",
    "trace_messages",
]

"""Inputs that were written after the rules and not looked at while improving them: only counted."""

from tests.workflows.unprepared.case import Case

CASES: tuple[Case, ...] = ()

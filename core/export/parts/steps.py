"""Decisions and groups, which the app draws and a script just makes."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import Any, TypeVar

V = TypeVar("V")

current_step: ContextVar[None] = ContextVar("current_step", default=None)
"""The step that is being recorded: none, outside the app."""


def gate(node: str, passed: bool, /, **values: Any) -> bool:
    """A yes/no decision; `--verbose` shows it with the values that decided."""
    logging.getLogger("workflow").info("%s: %s %s", node, "yes" if passed else "no", values)
    return passed


def route(node: str, label: V, /, **values: Any) -> V:
    """A many-way decision; `--verbose` shows it with the values that decided."""
    logging.getLogger("workflow").info("%s: %s %s", node, label, values)
    return label


def group(name: str) -> AbstractContextManager[None]:
    """A name for the steps called within."""
    return nullcontext()


def item(key: str) -> AbstractContextManager[None]:
    """A name for the item that the steps called within are about."""
    return nullcontext()


def step(function: Any = None, /, **_: Any) -> Any:
    """A step is a plain function here."""
    same: Callable[[Any], Any] = lambda function: function  # noqa: E731
    return same if function is None else function

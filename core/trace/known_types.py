"""The types that a record may name: those that a step's annotation leads to, its module's, and a few of Python's own.

A record may have come in a file from anywhere. So a type is never imported by its name, and none is made that the
workflow does not know.
"""

import dataclasses
import functools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path, PosixPath, PurePath, PurePosixPath, WindowsPath
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel

MOST = 2_000
LIBRARIES = ("builtins", "enum", "pydantic", "typing")
OF_PYTHON: Mapping[str, type] = {
    **{one.__name__: one for one in (date, datetime, time, timedelta, Decimal, UUID, int, float, bool)},
    **dict.fromkeys((Path.__name__, PosixPath.__name__, WindowsPath.__name__), Path),
    **dict.fromkeys((PurePath.__name__, PurePosixPath.__name__), PurePath),
}

Known = Mapping[str, type | None]
"""Types by name; None where two have the same one."""


@functools.lru_cache(maxsize=500)
def known_to(function: Callable[..., Any]) -> Known:
    """The types that a step's record may name."""
    module = sys.modules.get(function.__module__)
    return known_from([form_of(function)], vars(module).values() if module else ())


@functools.lru_cache(maxsize=500)
def form_of(function: Callable[..., Any]) -> Any:
    """The return annotation of a step, Any where there is none that can be read."""
    try:
        return get_type_hints(function).get("return", Any)
    except (NameError, TypeError):
        return Any


def known_from(forms: Iterable[Any], also: Iterable[Any] = ()) -> Known:
    """The types that annotations and classes lead to; where `also` or subclasses have the same names, `forms` count."""
    near, around = _collected(forms), _collected(also)
    above: list[type[object]] = [form for form in (*near.values(), *around.values()) if form is not None]
    below: list[type[object]] = []
    for form in above:
        below += form.__subclasses__()
    return {**_collected(below), **around, **near, **OF_PYTHON}


def _collected(forms: Iterable[Any]) -> dict[str, type | None]:
    known: dict[str, type | None] = {}
    seen: set[int] = set()
    waiting = list(forms)
    while waiting and len(seen) < MOST:
        form = waiting.pop()
        if id(form) in seen:
            continue
        seen.add(id(form))
        if _is_of_a_workflow(form):
            name = form.__qualname__
            known[name] = form if known.get(name, form) is form else None
        waiting += _within(form)
    return known


def _is_of_a_workflow(form: Any) -> bool:
    """Whether it is a model, an enum, a dataclass or a named tuple, and not the mere beginning of all of those."""
    if not isinstance(form, type) or form.__module__.partition(".")[0] in LIBRARIES:
        return False
    return issubclass(form, BaseModel | Enum) or dataclasses.is_dataclass(form) or hasattr(form, "_fields")


def _within(form: Any) -> Iterator[Any]:
    """What an annotation or a class leads to."""
    yield from get_args(form)
    if (origin := get_origin(form)) is not None:
        yield origin
    if not _is_of_a_workflow(form):
        return
    if issubclass(form, BaseModel):
        yield from (field.annotation for field in form.model_fields.values())
        return
    try:
        yield from get_type_hints(form).values()
    except (NameError, TypeError):
        return

"""What the command line takes, and how its texts become a plan."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import from_json

from core.cli.context import Context
from core.errors import InputError
from core.runtime import Plan, option_fields, plan, run_options
from core.text import text_from, text_of_argument
from core.workflow import Workflow
from core.workflows import find_workflow

NOT_A_FLAG = ("models",)
METAVARS: dict[Any, str] = {int: "N", float: "X", str: "TEXT"}


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line and leaves the exit to the caller."""

    def error(self, message: str) -> NoReturn:
        """Raise InputError with argparse's sentence."""
        raise InputError(f"{message[:1].upper()}{message[1:]}. See {self.prog} --help.")


def add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """ID, REQUEST, the workflow's own fields and every option of a run."""
    parser.add_argument("id", metavar="ID", help="the workflow, as `list` names it")
    parser.add_argument(
        "request", metavar="REQUEST", nargs="?", help="the text to work on; - reads it from standard input"
    )
    parser.add_argument(
        "--set",
        metavar="field=value",
        action="append",
        default=[],
        help="one of the workflow's fields; may be repeated",
    )
    parser.add_argument("--params", metavar="FILE.json", help="the workflow's fields as a JSON object; --set wins")
    for name, info in option_fields().items():
        if name not in NOT_A_FLAG:
            _add_option(parser, name, info)
    parser.add_argument(
        "--step-model",
        metavar="step=provider:name",
        action="append",
        default=[],
        help="another model for one step; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _add_option(parser: argparse.ArgumentParser, name: str, info: FieldInfo) -> None:
    choices = get_args(info.annotation) if get_origin(info.annotation) is Literal else None
    metavar = "provider:name" if name == "model" else None if choices else _metavar(info.annotation)
    told = (info.description or info.title or "").rstrip(".").replace("%", "%%")
    several = get_origin(info.annotation) is tuple
    flag = f"--{name.replace('_', '-')}"
    parser.add_argument(
        flag,
        choices=choices,
        metavar="A,B" if several else metavar,
        type=_listed if several else str,
        help=told or None,
    )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _metavar(annotation: Any) -> str:
    plain = next((part for part in get_args(annotation) if part in METAVARS), annotation)
    return METAVARS.get(plain, "VALUE")


def take_late_request(arguments: argparse.Namespace, left: Sequence[str]) -> None:
    """Accept the REQUEST after options as well, which argparse does not before Python 3.12; refuse anything else."""
    rest = list(left)
    if len(rest) == 1 and not rest[0].startswith("--") and getattr(arguments, "request", "") is None:
        arguments.request = rest.pop()
    if rest:
        raise InputError(f"Unknown: {' '.join(rest)[:200]}. See python -m core {arguments.command} --help.")


def read_plan(arguments: argparse.Namespace, context: Context) -> Plan:
    """The run that the arguments ask for, checked. Raises InputError that names what does not fit."""
    workflow = find_workflow(arguments.id)
    given = {name: getattr(arguments, name, None) for name in option_fields()}
    models = dict(_pair(pair, "--step-model") for pair in arguments.step_model)
    options = run_options({name: value for name, value in {**given, "models": models}.items() if value is not None})
    params = {**_from_file(arguments.params), **_from_set(workflow, [text_of_argument(pair) for pair in arguments.set])}
    return plan(workflow.id, _request(arguments.request, context), params, options)


def _request(given: str | None, context: Context) -> str | None:
    return context.read_all() if given == "-" else given and text_of_argument(given)


def _from_file(name: str | None) -> dict[str, Any]:
    if name is None:
        return {}
    try:
        found = from_json(text_from(Path(name).read_bytes(), what=f"The file {name!r} of --params"))
    except OSError as error:
        raise InputError(f"The file {name!r} of --params cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise InputError(f"The file {name!r} of --params is not JSON: {error}.") from error
    if not isinstance(found, dict):
        raise InputError(f"The file {name!r} of --params must hold one JSON object of fields and values.")
    return found


def _from_set(workflow: Workflow, pairs: Sequence[str]) -> dict[str, Any]:
    params: dict[str, Any] = {}
    for pair in pairs:
        name, text = _pair(pair, "--set")
        info = workflow.params.model_fields.get(name)
        params[name] = _value(text, info.annotation) if info else text
    return params


def _pair(text: str, flag: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"{flag} needs name=value; {text[:60]!r} has no “=”.")
    return name, value


def _value(text: str, annotation: Any) -> Any:
    """`text` itself where the field takes it (so it does numbers, dates, yes and no), else what it says as JSON."""
    takes: Callable[[Any], Any] = TypeAdapter(annotation).validate_python
    try:
        takes(text)
        return text
    except ValidationError:
        try:
            return from_json(text)
        except ValueError:
            return text

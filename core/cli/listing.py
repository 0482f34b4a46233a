"""`list` and `show`: what there is, and what one workflow takes."""

import argparse
from itertools import groupby
from typing import TYPE_CHECKING, Any

from core.cli.context import Context
from core.diagram import dot
from core.reports import description, parameters, summary
from core.workflow import Example, Workflow
from core.workflows import find_workflow, find_workflows

if TYPE_CHECKING:
    from rich.console import Console

NOT_BOUNDS = ("name", "type", "default", "description")


def add_list_and_show(commands: Any) -> None:
    """Add both to the parser's commands."""
    listed = commands.add_parser("list", help="every workflow, by pattern")
    listed.add_argument("--json", action="store_true", help="a JSON array on standard output")
    listed.set_defaults(act=list_workflows)
    shown = commands.add_parser("show", help="a workflow's parameters, examples and diagram")
    shown.add_argument("id", metavar="ID", help="the workflow, as `list` names it")
    shown.add_argument("--json", action="store_true", help="one JSON object on standard output")
    shown.set_defaults(act=show_workflow)


def list_workflows(arguments: argparse.Namespace, context: Context) -> int:
    """Name every workflow with its idea."""
    workflows = find_workflows().values()
    if arguments.json:
        context.write_json([summary(workflow) for workflow in workflows])
        return 0
    console = context.console()
    for pattern, members in groupby(workflows, key=lambda workflow: workflow.pattern):
        console.print(pattern, style="bold")
        console.print(_two_columns([(workflow.id, _capital(workflow.idea)) for workflow in members]))
    console.print("python -m core show ID tells what one takes, python -m core run ID runs it.", style="dim")
    return 0


def show_workflow(arguments: argparse.Namespace, context: Context) -> int:
    """Tell everything about one workflow."""
    workflow = find_workflow(arguments.id)
    if arguments.json:
        context.write_json(description(workflow))
        return 0
    console = context.console()
    console.print(f"{workflow.title} ({workflow.pattern})", style="bold")
    console.print(f"{_capital(workflow.idea)}\n{workflow.use_when}")
    console.print(f"Calls: {workflow.calls}. Latency: {workflow.latency}.\n")
    _show_parameters(workflow, console)
    console.print("Examples", style="bold")
    console.print(_two_columns([(example.title, _example(example)) for example in workflow.examples]))
    console.print("Diagram (DOT)", style="bold")
    context.stdout.write(dot(workflow))
    return 0


def _show_parameters(workflow: Workflow, console: "Console") -> None:
    console.print("Parameters", style="bold")
    rows = []
    for field in parameters(workflow):
        bounds = [f"{name.replace('_', ' ')} {_plain(field[name])}" for name in field if name not in NOT_BOUNDS]
        told = "; ".join(part for part in (field["description"], *bounds) if part)
        rows.append((field["name"], f"{_plain(field['default'])}\n({'; '.join(filter(None, (field['type'], told)))})"))
    console.print(_two_columns(rows))


def _example(example: Example) -> str:
    given = ", ".join(f"{name}={value}" for name, value in example.params.items())
    return f"{example.text}\n(with {given})" if given else example.text


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _two_columns(rows: list[tuple[str, str]]) -> Any:
    from rich.padding import Padding
    from rich.table import Table

    table = Table.grid(padding=(0, 3))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column()
    for row in rows:
        table.add_row(*row)
    return Padding(table, (0, 0, 1, 2), expand=False)

"""Prints the README's table of workflows, made from the workflows themselves.

python -m bench.readme_table
"""

import sys

from core.workflows import find_workflows


def gallery_table() -> str:
    """A row for each workflow, by pattern."""
    rows = [
        f"| {workflow.pattern} | `{workflow.id}` | {workflow.idea[:1].upper()}{workflow.idea[1:]} | {workflow.calls} |"
        for workflow in find_workflows().values()
    ]
    return "\n".join(["| pattern | workflow | what it is | calls |", "| --- | --- | --- | --- |", *rows])


if __name__ == "__main__":
    sys.stdout.write(gallery_table() + "\n")

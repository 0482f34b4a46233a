"""With which arguments a tool is called."""

from typing import Any

from core.providers import ToolSpec
from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.reading.things import places
from core.simulated.schema_filler import fill_object


def every_arguments(asked: Asked, tool: ToolSpec) -> list[dict[str, Any]]:
    """The arguments of every call the clause asks for: a tool that needs one place is called for each."""
    required = tool.parameters.get("required", ())
    named = places(asked.text)
    if len(required) == 1 and re.search(r"city|place|location|timezone|town|country", required[0]) and len(named) > 1:
        return [arguments_for(asked.about(f"in {one}"), tool) for one in named]
    arguments = arguments_for(asked, tool, only_found=True)
    return [arguments] if all(arguments.get(name) not in (None, "") for name in required) else []


def arguments_for(asked: Asked, tool: ToolSpec, *, only_found: bool = False) -> dict[str, Any]:
    """The arguments by name and type; `only_found` leaves out what the text does not say, even if it is required."""
    spec = {**tool.parameters, "required": []} if only_found else tool.parameters
    filled = fill_object(asked, spec, tool.name.replace("_", " "))
    return {name: value for name, value in filled.items() if value is not None}

"""Tool extraction: the model is made to call one tool, so that a messy page becomes clean rows.

Use it when unstructured text has to end up in a table: the tool's parameters are the columns.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Message, Params, Workflow, fill, prompt, step
from core.agents import Toolbox
from core.errors import ModelMisbehaved, ToolFailed
from core.samples.bundled import restaurants
from core.text import page_text


class Restaurant(BaseModel):
    name: str
    address: str | None = None
    phone: str | None = None


class Saved(BaseModel):
    rows: list[Restaurant]


class ExtractionParams(Params):
    extract_prompt: str = prompt("Find the restaurant on this web page and save it.")
    max_corrections: int = Field(2, ge=0, le=5, description="How often wrong arguments go back to the model")


def save_restaurant(name: str, address: str | None = None, phone: str | None = None) -> Restaurant:
    """Save a restaurant: its name, and its address and phone number if the page has them."""
    return Restaurant(name=name, address=address, phone=phone)


TOOLS = Toolbox([save_restaurant])


def page_of(request: str) -> str:
    """The page's text: the request is HTML, or names one of the bundled pages."""
    bundled = {page.id: page.html for page in restaurants()}
    return page_text(bundled.get(request.strip(), request))


@step
async def extract(conversation: list[Message], p: ExtractionParams, llm: LLM) -> Message:
    """One call of the one tool."""
    messages = [Message("system", fill(p.extract_prompt)), *conversation]
    return await llm.call_tools(messages, TOOLS.specs, force="save_restaurant")


@step(kind="code")
async def save(turn: Message) -> list[Restaurant]:
    """The rows the calls stand for; wrong arguments are an error that the model can correct."""
    if not turn.tool_calls:
        raise ToolFailed("No tool was called. Call save_restaurant.")
    return [await TOOLS.call(call) for call in turn.tool_calls]


async def run(request: str, p: ExtractionParams, llm: LLM) -> Saved:
    conversation = [Message("user", page_of(request))]
    for _ in range(p.max_corrections + 1):
        turn = await extract(conversation, p, llm)
        try:
            return Saved(rows=await save(turn))
        except ToolFailed as error:
            conversation += [Message("assistant", turn.text), Message("user", f"Error: {error}")]
    raise ModelMisbehaved("The model never called save_restaurant with a name. Check the page, or change the prompt.")


WORKFLOW = Workflow(
    run=run,
    params=ExtractionParams,
    pattern="Building blocks",
    examples=(
        Example("A messy page", "la-cuchara-torcida"),
        Example("No fixed address", "noodle-tram"),
        Example("A clean page", "osteria-del-fiume"),
        Example(
            "Pasted HTML", "<h1>Bistro Anchor</h1><p>Find us at 3 Quay Street, Galway.</p><p>Call 091 555 0142</p>"
        ),
    ),
    diagram=(("input", "extract"), ("extract", "save"), ("save", "extract", "correct"), ("save", "output")),
    calls="1",
    latency="one call",
    view="rows",
)

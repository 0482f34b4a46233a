"""Customer query: one message with several wishes becomes typed tasks, each done by its own worker, in one reply.

Use it when requests mix wishes of different kinds and every one of them has to be answered.
"""

from typing import Literal

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Rejected, Workflow, concurrently, fill, gate, prompt, step
from core.samples.lookups import billing_case, billing_problem, order_status, return_label

TaskType = Literal["billing_inquiry", "product_return", "status_update", "other"]


class Task(BaseModel):
    type: TaskType = Field(description="billing_inquiry, product_return, status_update, or other")
    description: str = Field(description="The wish in the customer's words")
    invoice_number: str | None = Field(None, description="For billing_inquiry, such as INV-2041")
    product: str | None = Field(None, description="For product_return: what goes back")
    reason: str | None = Field(None, description="For product_return: why")
    order_id: str | None = Field(None, description="For status_update, such as ORD-1001")


class Tasks(BaseModel):
    tasks: list[Task] = Field(description="Every wish in the message, none left out")


class Concern(BaseModel):
    concern: str = Field(description="What the customer objects to, in one sentence")


class Done(BaseModel):
    type: str
    outcome: str


class Reply(BaseModel):
    email: str
    tasks: list[Done]


class QueryParams(Params):
    decompose_prompt: str = prompt(
        "Split the message into tasks: billing_inquiry (invoice number), product_return (product, reason), "
        "status_update (order id), other. Leave a field empty if the message does not say it."
    )
    billing_prompt: str = prompt("What is the customer's concern about the invoice?")
    synthesize_prompt: str = prompt(
        "Write one friendly e-mail to the customer that reports every one of these outcomes.\n\n{outcomes}"
    )


@step
async def decompose(request: str, p: QueryParams, llm: LLM) -> list[Task]:
    """Which wishes are in the message?"""
    return (await llm.parse(fill(p.decompose_prompt), request, Tasks)).tasks


@step
async def billing(task: Task, p: QueryParams, llm: LLM) -> Done:
    """Understand the concern, open a case."""
    problem = billing_problem(task.invoice_number)
    if problem or not task.invoice_number:
        return Done(type=task.type, outcome=problem)
    concern = (await llm.parse(fill(p.billing_prompt), task.description, Concern)).concern
    return Done(type=task.type, outcome=billing_case(task.invoice_number, concern))


@step(kind="code")
async def product_return(task: Task) -> Done:
    """A return number and what to do with the parcel."""
    return Done(type=task.type, outcome=return_label(task.product, task.reason))


@step(kind="code")
async def status_update(task: Task) -> Done:
    """Look the order up."""
    return Done(type=task.type, outcome=order_status(task.order_id))


@step(kind="code")
async def unknown_task(task: Task) -> Done:
    """A wish nobody here is made for; it is reported, not dropped."""
    return Done(type=task.type, outcome=f"“{task.description}”: this needs a colleague, who will write to you.")


@step
async def synthesize(request: str, outcomes: list[Done], p: QueryParams, llm: LLM) -> Reply:
    """One e-mail for everything."""
    listed = "\n".join(f"- {outcome.outcome}" for outcome in outcomes)
    return Reply(email=await llm.text(fill(p.synthesize_prompt, outcomes=listed), request), tasks=outcomes)


async def do(task: Task, p: QueryParams, llm: LLM) -> Done:
    match task.type:
        case "billing_inquiry":
            return await billing(task, p, llm)
        case "product_return":
            return await product_return(task)
        case "status_update":
            return await status_update(task)
    return await unknown_task(task)


async def run(request: str, p: QueryParams, llm: LLM) -> Reply | Rejected:
    tasks = await decompose(request, p, llm)
    if not gate("any_wish", bool(tasks), tasks=len(tasks)):
        return Rejected("The model found no wish in this message.")
    outcomes = await concurrently(*(do(task, p, llm) for task in tasks))
    return await synthesize(request, outcomes, p, llm)


WORKFLOW = Workflow(
    run=run,
    params=QueryParams,
    pattern="Orchestrator and workers",
    examples=(
        Example(
            "Three wishes",
            "Hello, invoice INV-2054 seems wrong, I think I paid it twice. I would also like to return the Alpine "
            "hiking boots because they do not fit. And where is my order ORD-1034?",
        ),
        Example(
            "Things are missing",
            "Please check my last invoice, the amount is too high. Where is order ORD-9999? And could you tell your "
            "colleague Mia that I said thank you?",
        ),
        Example("No wish", "..."),
    ),
    diagram=(
        ("input", "decompose"),
        ("decompose", "any_wish"),
        ("any_wish", "billing", "each"),
        ("any_wish", "product_return", "each"),
        ("any_wish", "status_update", "each"),
        ("any_wish", "unknown_task", "each"),
        ("any_wish", "rejected", "no"),
        ("billing", "synthesize", "all"),
        ("product_return", "synthesize", "all"),
        ("status_update", "synthesize", "all"),
        ("unknown_task", "synthesize", "all"),
        ("synthesize", "output"),
    ),
    calls="1 + n + 1",
    latency="plan + the slowest worker + synthesis",
    view="email",
)

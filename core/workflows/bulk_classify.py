"""Bulk classify: the same small question about many e-mails, all at once, answers in order.

Use it when a list of independent items needs the same treatment and waiting for one after the other is a waste.
"""

from typing import Literal

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Workflow, concurrently, fill, prompt, step
from core.samples.mail_table import Mail, read_mails

Label = Literal["spam", "urgent", "normal"]


class Classified(BaseModel):
    label: Label = Field(description="spam, urgent or normal")
    reason: str = Field(description="Why, in a few words")


class Row(BaseModel):
    id: str
    label: str
    reason: str
    text: str


class Table(BaseModel):
    rows: list[Row]
    counts: dict[str, int]


class BulkParams(Params):
    classify_prompt: str = prompt(
        "Classify this e-mail. spam: unwanted advertising or fraud. urgent: somebody needs an answer or action today. "
        "normal: everything else."
    )


@step(kind="code")
async def split(request: str) -> list[Mail]:
    """The e-mails, from a CSV or from paragraphs."""
    return read_mails(request)


@step
async def classify(mail: Mail, p: BulkParams, llm: LLM) -> Row:
    """One e-mail, one label."""
    answer = await llm.parse(fill(p.classify_prompt), mail.text, Classified)
    return Row(id=mail.id, label=answer.label, reason=answer.reason, text=mail.text)


@step(kind="join")
async def tabulate(rows: list[Row], mails: list[Mail]) -> Table:
    """The rows in the order of the list; an e-mail whose call failed is in it as failed."""
    done = {row.id: row for row in rows}
    failed = [Row(id=mail.id, label="failed", reason="The call failed.", text=mail.text) for mail in mails]
    table = [done.get(row.id, row) for row in failed]
    labels = [row.label for row in table]
    return Table(rows=table, counts={label: labels.count(label) for label in dict.fromkeys(labels)})


async def run(request: str, p: BulkParams, llm: LLM) -> Table:
    mails = await split(request)
    rows = await concurrently(*(classify(mail, p, llm) for mail in mails))
    return await tabulate(rows, mails)


WORKFLOW = Workflow(
    run=run,
    params=BulkParams,
    pattern="Parallelization",
    examples=(
        Example(
            "Six e-mails",
            "Congratulations! You have won a cruise. Click here to claim your prize now!\n\n"
            "The payment server is down and customers cannot check out. Please call me immediately.\n\n"
            "Here are the minutes of Monday's meeting. Tell me if I forgot something.\n\n"
            "Cheap watches, 90% off, only today, limited offer!!!\n\n"
            "Could you send me the slides when you find a moment? No hurry.\n\n"
            "The client needs the signed contract by 5pm today or the deal is off.",
        ),
        Example(
            "A CSV",
            "id,subject,body\n"
            "a1,Lunch,Are you free for lunch on Thursday?\n"
            "a2,URGENT,The fire alarm test is in ten minutes. Leave the building now!\n"
            "a3,You are a winner,Claim your free gift card with this link today\n",
        ),
    ),
    diagram=(
        ("input", "split"),
        ("split", "classify", "each"),
        ("classify", "tabulate", "all"),
        ("tabulate", "output"),
    ),
    calls="n",
    latency="the slowest call",
    view="rows",
)

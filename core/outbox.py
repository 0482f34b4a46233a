"""From a written e-mail to the outbox on the screen: a person's approval, and sending that cannot happen twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, Field

from core.llm.llm import LLM
from core.nesting import Edge
from core.people import Approval, approve
from core.steps import step
from core.storefronts import Mail, Promotion, PromotionParams
from core.work_items import ItemOutcome, SetAside, Stage, together

DELIVERY: tuple[Edge, ...] = (
    ("approve", "send", "approved"),
    ("approve", "output", "rejected"),
    ("send", "output", "all"),
)


class Sent(BaseModel):
    """An e-mail in the outbox."""

    store: str
    subject: str
    body: str


class Mails(BaseModel):
    """All e-mails at once, for one decision. One that is taken out is not sent."""

    mails: list[Mail] = Field(max_length=1000)


class ItemReport(BaseModel):
    store: str
    status: Literal["done", "failed", "set aside"]
    reason: str
    attempts: dict[str, int]


class Campaign(BaseModel):
    """What came of the run: the outbox, what became of each store, and how many of each."""

    outbox: list[Sent]
    items: list[ItemReport]
    counts: dict[str, int]


class Outbox:
    """One run's outbox: an e-mail for each store, ever. What is sent a second time changes nothing."""

    def __init__(self) -> None:
        self._sent: dict[str, Sent] = {}

    def put(self, mail: Mail) -> Sent:
        """The e-mail as it lies in the outbox; the first one for its store stays."""
        return self._sent.setdefault(mail.store, Sent(**mail.model_dump()))

    @property
    def sent(self) -> list[Sent]:
        """What was sent, in that order."""
        return list(self._sent.values())

    async def deliver(self, state: Promotion, p: PromotionParams, llm: LLM) -> Promotion:
        """The last stage."""
        if state.mail is not None:
            self.put(await send(state.mail, self))
        return state


@step(kind="code")
async def send(mail: Mail, outbox: Outbox) -> Mail:
    """Into the outbox on the screen; nothing leaves the machine."""
    outbox.put(mail)
    return mail


async def ask_for_each(state: Promotion, p: PromotionParams, llm: LLM) -> Promotion | SetAside[Promotion]:
    """A person decides about this e-mail; the other stores go on meanwhile."""
    note = f"Send this e-mail to {state.store}?"
    answer = await approve("approve", state.mail, note=note, within_s=p.answer_within_s)
    if answer.granted and answer.item is not None:
        return replace(state, mail=answer.item.model_copy(update={"store": state.store}))
    return SetAside(state, refusal(answer))


@together
async def ask_for_all(
    states: Sequence[Promotion], p: PromotionParams, llm: LLM
) -> list[Promotion | SetAside[Promotion]]:
    """A person decides once about all e-mails."""
    mails = Mails(mails=[state.mail for state in states if state.mail is not None])
    answer = await approve("approve", mails, note=f"Send these {len(states)} e-mails?", within_s=p.answer_within_s)
    if not answer.granted:
        return [SetAside(state, refusal(answer)) for state in states]
    kept = {mail.store: mail for mail in answer.item.mails}
    return [
        replace(state, mail=kept[state.store])
        if state.store in kept
        else SetAside(state, "A person took this e-mail out.")
        for state in states
    ]


def refusal(answer: Approval[Any]) -> str:
    """Why an e-mail is not sent."""
    if answer.decision == "timed_out":
        return f"{answer.note} It was not sent."
    return f"Rejected: {answer.note}" if answer.note else "Rejected without a note."


def delivery(p: PromotionParams, outbox: Outbox) -> list[Stage]:
    """The last stages: a person is asked about each e-mail, once about all, or not at all; then it is sent."""
    asked: dict[str, list[Stage]] = {"each": [ask_for_each], "once": [ask_for_all], "off": []}
    return [*asked[p.approval], outbox.deliver]


def campaign(outcomes: Sequence[ItemOutcome[Promotion]], outbox: Outbox) -> Campaign:
    """The result of a run, in the order of the stores."""
    items = [ItemReport(store=one.key, status=one.status, reason=one.reason, attempts=one.attempts) for one in outcomes]
    counts = Counter("sent" if one.status == "done" else one.status for one in outcomes)
    order = {one.key: place for place, one in enumerate(outcomes)}
    return Campaign(outbox=sorted(outbox.sent, key=lambda one: order[one.store]), items=items, counts=dict(counts))

"""From a written e-mail to the outbox on the screen: a person's approval, and sending that cannot happen twice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Literal

from pydantic import BaseModel, Field

from core.llm import LLM
from core.samples.storefronts import Promotion, PromotionMail, PromotionParams
from core.trace import current_step
from core.workflow import Approval, Edge, ItemOutcome, KeptFiles, Skip, Stage, approve, joint_stage, open_files, step

OUTBOX_SPACE = "outbox"
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

    mails: list[PromotionMail] = Field(max_length=1000)


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


class Receipt(BaseModel):
    """What became of an e-mail that was to be sent; `refused` says why it was not, if so."""

    mail: PromotionMail
    refused: str = ""


class Outbox:
    """A run's outbox, with one e-mail for each store: what is sent a second time changes nothing.

    `earlier` are the e-mails of earlier runs, a file for each store; with `only_new` those stores get no other.
    """

    def __init__(
        self, earlier: KeptFiles | None = None, files: Mapping[str, str] | None = None, *, only_new: bool = False
    ) -> None:
        self._sent: dict[str, PromotionMail] = {}
        self._earlier, self._files = earlier, files or {}
        self._before = {
            store: earlier.versions(name)[-1].at or "earlier"
            for store, name in self._files.items()
            if earlier is not None and only_new and earlier.text(name)
        }

    def __repr__(self) -> str:
        return f"outbox of {len(self._sent)}"

    @property
    def sent(self) -> list[Sent]:
        """What was sent, in that order."""
        return [Sent(**mail.model_dump()) for mail in self._sent.values()]

    def put(self, mail: PromotionMail) -> str:
        """Lay the e-mail in, unless there is one for its store; why it was refused, empty if it was not."""
        if mail.store in self._before:
            at = self._before[mail.store][:16].replace("T", " ")
            return (
                f"Not sent again: an earlier run sent this store an e-mail ({at}). Switch “Only new” off to send one."
            )
        if mail.store not in self._sent:
            self._sent[mail.store] = mail
            if self._earlier is not None and current_step.get() is not None:
                self._earlier.write(self._files[mail.store], f"{mail.subject}\n\n{mail.body}", by="send")
        return ""

    async def deliver(self, state: Promotion, p: PromotionParams, llm: LLM) -> Promotion | Skip[Promotion]:
        """The last stage."""
        if state.mail is None:
            return Skip(state, "There was no e-mail to send.")
        receipt = await send(state.mail, self)
        refused = receipt.refused or self.put(receipt.mail)
        return Skip(state, refused) if refused else state


async def open_outbox(items: Sequence[tuple[str, Promotion]], p: PromotionParams) -> Outbox:
    """The outbox for these stores, with what earlier runs of the same visitor sent."""
    files = {store: _file_of(state) for store, state in items}
    earlier = await open_files(OUTBOX_SPACE, dict.fromkeys(files.values(), ""))
    return Outbox(earlier, files, only_new=p.only_new)


def _file_of(state: Promotion) -> str:
    """The name under which a store's e-mail is kept; a pasted page is known by its text."""
    return sha256(state.html.encode("utf-8", "replace")).hexdigest()[:16] if state.html else state.store


@step(kind="code")
async def send(mail: PromotionMail, outbox: Outbox) -> Receipt:
    """Into the outbox on the screen; nothing leaves the machine."""
    return Receipt(mail=mail, refused=outbox.put(mail))


async def ask_for_each(state: Promotion, p: PromotionParams, llm: LLM) -> Promotion | Skip[Promotion]:
    """A person decides about this e-mail; the other stores go on meanwhile."""
    note = f"Send this e-mail to {state.store}?"
    answer = await approve("approve", state.mail, note=note, within_s=p.answer_within_s)
    if answer.granted and answer.item is not None:
        return replace(state, mail=answer.item.model_copy(update={"store": state.store}))
    return Skip(state, refusal(answer))


@joint_stage
async def ask_for_all(states: Sequence[Promotion], p: PromotionParams, llm: LLM) -> list[Promotion | Skip[Promotion]]:
    """A person decides once about all e-mails."""
    mails = Mails(mails=[state.mail for state in states if state.mail is not None])
    answer = await approve("approve", mails, note=f"Send these {len(states)} e-mails?", within_s=p.answer_within_s)
    if not answer.granted:
        return [Skip(state, refusal(answer)) for state in states]
    kept = {mail.store: mail for mail in answer.item.mails}
    return [
        replace(state, mail=kept[state.store]) if state.store in kept else Skip(state, "A person took this e-mail out.")
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
    items = [
        ItemReport(store=outcome.key, status=outcome.status, reason=outcome.reason, attempts=outcome.attempts)
        for outcome in outcomes
    ]
    counts = Counter("sent" if outcome.status == "done" else outcome.status for outcome in outcomes)
    order = {outcome.key: place for place, outcome in enumerate(outcomes)}
    return Campaign(
        outbox=sorted(outbox.sent, key=lambda promotion: order[promotion.store]), items=items, counts=dict(counts)
    )

"""What a row of the bundled sample data looks like. Immutable; money is `Decimal` in euro."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

OrderStatus = Literal["processing", "shipped", "delivered", "delayed", "cancelled", "returned"]
EmailLabel = Literal["spam", "urgent", "normal"]


class Record(BaseModel):
    """One immutable row of sample data; an unknown field is a mistake in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Record):
    """A short text about renewable energy; `text` does not repeat the title."""

    title: str
    text: str


class Article(Record):
    """An entry of the help centre of Larch & Ledge, a fictional shop for outdoor gear."""

    id: str
    title: str
    text: str
    tags: tuple[str, ...]


class Item(Record):
    name: str
    quantity: int
    unit_price: Decimal


class Order(Record):
    """`eta` is set while the order is under way; `closed_on` is the day of a return or a cancellation."""

    order_id: str
    customer: str
    items: tuple[Item, ...]
    shipping: Decimal
    total: Decimal
    currency: str
    placed_on: date
    status: OrderStatus
    carrier: str | None
    tracking_number: str | None
    eta: date | None
    delivered_on: date | None
    closed_on: date | None
    note: str | None


class Invoice(Record):
    invoice_number: str
    order_id: str
    customer: str
    lines: tuple[Item, ...]
    total: Decimal
    currency: str
    issued_on: date
    due_on: date
    paid: Decimal
    note: str | None

    @property
    def balance_due(self) -> Decimal:
        """What is still to be paid; negative when too much was paid."""
        return self.total - self.paid


class Email(Record):
    id: str
    sender: str
    subject: str
    body: str
    label: EmailLabel


class Page(Record):
    """A whole HTML page; `id` is its file name without the ending, `title` what its `<title>` says."""

    id: str
    title: str
    html: str


class SourceFile(Record):
    name: str
    text: str


class CityWeather(Record):
    city: str
    country: str
    timezone: str
    temperature_c: int
    condition: str
    wind_kmh: int
    humidity_percent: int


class Weather(Record):
    note: str
    cities: tuple[CityWeather, ...]


class Payment(Record):
    paid_on: date
    amount: Decimal
    method: str
    status: Literal["settled", "returned"]


class Account(Record):
    """A customer of the internet provider; a negative `balance_due` is credit. Latest payment first."""

    account_number: str
    customer: str
    plan: str
    monthly_price: Decimal
    balance_due: Decimal
    customer_since: date
    payments: tuple[Payment, ...]
    note: str


class Policy(Record):
    id: str
    topic: Literal["billing", "refund", "account"]
    title: str
    rule: str


class Provider(Record):
    """The fictional internet provider whose accounts and rules the support desk looks up."""

    company: str
    currency: str
    accounts: tuple[Account, ...]
    policies: tuple[Policy, ...]

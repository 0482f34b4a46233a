"""The playground's own sample data: fictional, read from `core/samples/data`, typed and immutable.

Money is `Decimal` in euro.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from html import unescape
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

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


class InternetProvider(Record):
    """The fictional internet provider whose accounts and rules the support desk looks up."""

    company: str
    currency: str
    accounts: tuple[Account, ...]
    policies: tuple[Policy, ...]


@cache
def documents() -> tuple[Document, ...]:
    return tuple(
        Document(title=file.text.partition("\n")[0].removeprefix("# "), text=file.text.partition("\n")[2].strip())
        for file in _texts("documents", ".md")
    )


@cache
def knowledge_base() -> tuple[Article, ...]:
    return TypeAdapter(tuple[Article, ...]).validate_json(_read("knowledge_base.json"))


@cache
def orders() -> tuple[Order, ...]:
    return TypeAdapter(tuple[Order, ...]).validate_json(_read("orders.json"))


@cache
def invoices() -> tuple[Invoice, ...]:
    return TypeAdapter(tuple[Invoice, ...]).validate_json(_read("invoices.json"))


@cache
def emails() -> tuple[Email, ...]:
    return TypeAdapter(tuple[Email, ...]).validate_json(_read("emails.json"))


@cache
def storefronts() -> tuple[Page, ...]:
    return tuple(_page(file) for file in _texts("storefronts", ".html"))


@cache
def restaurants() -> tuple[Page, ...]:
    return tuple(_page(file) for file in _texts("restaurants", ".html"))


WEBSITE_SPACE = "website"
"""Where a visitor's own versions of the site are kept."""


@cache
def website() -> tuple[SourceFile, ...]:
    """The small site that the file-owning agents look after: HTML, CSS and JavaScript."""
    return tuple(_texts("website", ""))


@cache
def weather_data() -> Weather:
    return Weather.model_validate_json(_read("weather.json"))


@cache
def provider() -> InternetProvider:
    return InternetProvider.model_validate_json(_read("policies.json"))


def _data() -> Traversable:
    return files("core.samples") / "data"


def _read(name: str) -> str:
    return (_data() / name).read_text(encoding="utf-8")


def _texts(folder: str, ending: str) -> Iterator[SourceFile]:
    found = sorted((_data() / folder).iterdir(), key=lambda file: file.name)
    return (
        SourceFile(name=file.name, text=file.read_text(encoding="utf-8"))
        for file in found
        if file.name.endswith(ending)
    )


def _page(file: SourceFile) -> Page:
    start, end = (file.text.lower().find(mark) for mark in ("<title>", "</title>"))
    title = file.text[start + len("<title>") : end] if start >= 0 else ""
    return Page(id=file.name.removesuffix(".html"), title=unescape(title).strip(), html=file.text)

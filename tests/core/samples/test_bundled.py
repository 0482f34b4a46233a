from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html.parser import HTMLParser
from re import findall
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from core.samples import bundled
from core.samples.bundled import Item, Page

FETCHING = {"src", "href", "srcset", "action", "poster", "data-src", "background", "formaction", "content"}
PAGES = [*bundled.storefronts(), *bundled.restaurants()]


def words(text: str) -> int:
    return len(text.split())


def unique(values: Sequence[str]) -> bool:
    return len(set(values)) == len(values)


def summed(items: Sequence[Item]) -> Decimal:
    return sum((item.unit_price * item.quantity for item in items), Decimal(0))


class Outline(HTMLParser):
    """Collects the addresses that a page names, the text it shows and whether its scripts are only its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.text: list[str] = []
        self.hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style"}
        named = [value or "" for name, value in attrs if name in FETCHING]
        self.addresses += [part.split()[0] for value in named for part in value.split(",") if part.split()]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text.append(data)


def off_site(html: str) -> Iterator[str]:
    styled = findall(r"url\(\s*['\"]?([^'\")]+)", html) + findall(r"@import\s+['\"]([^'\"]+)", html)
    for address in [*Outline(html).addresses, *styled]:
        host = urlsplit(address).hostname if "//" in address else None
        if host and host != "example.com" and not host.endswith(".example.com"):
            yield address


def test_the_documents_are_three_short_ones_with_a_title() -> None:
    documents = bundled.documents()
    assert {document.title for document in documents} == {"Benefits of solar power", "Wind turbines", "Energy storage"}
    assert all(180 <= words(document.text) <= 300 for document in documents)
    assert not any(document.text.startswith("#") for document in documents)


@pytest.mark.parametrize("word", ["intermitten", "solar", "wind", "storage"])
def test_the_documents_overlap_so_that_an_answer_can_need_two(word: str) -> None:
    assert sum(word in document.text.lower() for document in bundled.documents()) >= 2


def test_the_help_centre_has_many_distinct_entries_of_readable_length() -> None:
    articles = bundled.knowledge_base()
    assert len(articles) >= 45
    assert [article.id for article in articles] == [f"KB-{n:03}" for n in range(1, len(articles) + 1)]
    assert unique([article.title for article in articles])
    assert all(60 <= words(article.text) <= 120 and article.tags for article in articles)


def test_every_order_adds_up_and_has_its_own_number() -> None:
    orders = bundled.orders()
    assert len(orders) >= 36
    assert unique([order.order_id for order in orders])
    assert all(summed(order.items) + order.shipping == order.total for order in orders)


def test_an_order_tells_what_its_status_implies() -> None:
    for order in bundled.orders():
        under_way = order.status in {"processing", "shipped", "delayed"}
        assert (order.eta is not None) == under_way, order.order_id
        assert (order.delivered_on is not None) == (order.status in {"delivered", "returned"}), order.order_id
        assert (order.closed_on is not None) == (order.status in {"returned", "cancelled"}), order.order_id
        assert (order.tracking_number is None) == (order.carrier is None), order.order_id
        assert order.tracking_number or order.status not in {"shipped", "delayed", "returned"}, order.order_id


def test_the_days_of_an_order_follow_one_another() -> None:
    for order in bundled.orders():
        days = [day for day in (order.placed_on, order.delivered_on, order.closed_on) if day]
        assert days == sorted(days), order.order_id
        assert order.eta is None or order.eta > order.placed_on, order.order_id


def test_every_status_occurs_among_the_orders() -> None:
    found = {order.status for order in bundled.orders()}
    assert found == {"processing", "shipped", "delivered", "delayed", "cancelled", "returned"}


def test_every_invoice_belongs_to_an_order_and_charges_what_it_cost() -> None:
    orders = {order.order_id: order for order in bundled.orders()}
    invoices = bundled.invoices()
    assert len(invoices) >= 20
    assert unique([invoice.invoice_number for invoice in invoices])
    for invoice in invoices:
        order = orders[invoice.order_id]
        assert summed(invoice.lines) == invoice.total == order.total, invoice.invoice_number
        assert invoice.customer == order.customer
        assert order.placed_on <= invoice.issued_on < invoice.due_on


def test_some_invoices_are_open_and_one_was_paid_twice() -> None:
    due = [invoice.balance_due for invoice in bundled.invoices()]
    assert min(due) < 0 < max(due)
    assert due.count(Decimal(0)) > len(due) / 2


def test_the_emails_cover_the_three_labels_and_no_two_are_alike() -> None:
    emails = bundled.emails()
    labels = Counter(email.label for email in emails)
    assert len(emails) >= 60
    assert min(labels.values()) >= 15
    assert len(labels) == 3
    assert unique([email.id for email in emails])
    assert unique([email.body for email in emails])


def test_some_emails_wear_the_words_of_another_label() -> None:
    disguised = [email for email in bundled.emails() if email.label != "urgent" and "urgent" in email.subject.lower()]
    assert {email.label for email in disguised} == {"spam", "normal"}


def test_the_storefronts_are_pages_of_realistic_size() -> None:
    shops = bundled.storefronts()
    assert len(shops) >= 6
    assert unique([shop.title for shop in shops])
    assert all(12_000 <= len(shop.html.encode()) <= 40_000 for shop in shops)
    assert all("<script" in shop.html.lower() and "cookie" in shop.html.lower() for shop in shops)


def test_one_shop_has_won_an_award_and_given_the_money_away() -> None:
    text = " ".join(Outline(next(shop for shop in bundled.storefronts() if shop.id == "bumblebox").html).text)
    assert "Game of the Year 2026" in text
    assert "charity" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_page_fetches_nothing_from_another_site(page: Page) -> None:
    assert list(off_site(page.html)) == []
    assert words(" ".join(Outline(page.html).text)) > 100
    assert page.title


def test_the_check_for_other_sites_sees_images_styles_and_links() -> None:
    html = '<img srcset="a.jpg 1x, https://x.test/b.jpg 2x"><p style="background:url(//y.test/c)"><a href="/ok">'
    assert list(off_site(html)) == ["https://x.test/b.jpg", "//y.test/c"]


def test_the_restaurants_differ_in_what_they_tell() -> None:
    pages = {page.id: " ".join(Outline(page.html).text) for page in bundled.restaurants()}
    assert "+31" in pages["la-cuchara-torcida"]
    assert "3512 PN" in pages["la-cuchara-torcida"]
    assert not findall(r"\+?\d[\d ()]{7,}", pages["the-copper-kettle"])
    assert "no address" in pages["noodle-tram"]


def test_the_files_of_the_website_name_only_one_another() -> None:
    files = {file.name: file.text for file in bundled.website()}
    assert set(files) == {"index.html", "about.html", "style.css", "app.js"}
    for name in ("index.html", "about.html"):
        assert set(Outline(files[name]).addresses) - {"utf-8", "width=device-width", "initial-scale=1"} <= set(files)
    assert set(findall(r'class="([\w-]+)"', files["index.html"])) - {"events", "booking"} <= set(
        findall(r"\.([a-z][\w-]+)", files["style.css"])
    )


def test_every_id_the_script_looks_for_is_on_a_page_of_the_website() -> None:
    files = {file.name: file.text for file in bundled.website()}
    asked = set(findall(r'getElementById\("([\w-]+)"\)', files["app.js"]))
    assert asked
    assert asked <= set(findall(r'id="([\w-]+)"', files["index.html"]))


def test_the_weather_says_that_it_is_sample_data_and_knows_real_time_zones() -> None:
    weather = bundled.weather_data()
    assert "sample data" in weather.note.lower()
    assert len(weather.cities) >= 30
    assert unique([city.city for city in weather.cities])
    assert all(ZoneInfo(city.timezone) for city in weather.cities)


def test_the_provider_has_distinct_accounts_and_rules() -> None:
    provider = bundled.provider()
    assert unique([account.account_number for account in provider.accounts])
    assert unique([policy.id for policy in provider.policies])
    assert {policy.topic for policy in provider.policies} == {"billing", "refund", "account"}
    for account in provider.accounts:
        days = [payment.paid_on for payment in account.payments]
        assert days == sorted(days, reverse=True)


def test_loaders_hand_out_the_same_immutable_rows() -> None:
    assert bundled.orders() is bundled.orders()
    with pytest.raises(ValidationError, match="frozen"):
        setattr(bundled.orders()[0], "total", Decimal(0))  # noqa: B010

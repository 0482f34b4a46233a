import re

from playwright.sync_api import Page, expect

from tests.browser.watch import Watch

NOT_FOUND = re.compile("page not found", re.IGNORECASE)


def test_the_gallery_opens_without_an_error_on_the_console(page: Page, watch: Watch, server: str) -> None:
    page.goto(server)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert watch.errors == []


def test_a_deep_link_is_right_on_the_first_visit_to_a_cold_server(page: Page, watch: Watch, cold_server: str) -> None:
    page.goto(f"{cold_server}/workflow?workflow=calendar-chain")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(NOT_FOUND)).to_have_count(0)
    assert "/workflow?workflow=calendar-chain" in page.url
    assert watch.errors == []


def test_every_answer_carries_the_content_policy(page: Page, server: str) -> None:
    answer = page.goto(f"{server}/workflow")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    health = page.request.get(f"{server}/_stcore/health")
    assert health.headers["content-security-policy"] == policy


def test_the_browser_refuses_what_the_policy_forbids(page: Page, watch: Watch, server: str) -> None:
    page.goto(server)
    outcome = page.evaluate("fetch('http://127.0.0.1:9/secret').then(() => 'sent', () => 'refused')")
    assert outcome == "refused"
    assert watch.blocked()
    watch.errors.clear()


def test_a_visitor_is_known_by_a_cookie_that_pages_cannot_read(page: Page, server: str) -> None:
    page.goto(server)
    (cookie,) = [cookie for cookie in page.context.cookies() if cookie["name"] == "visitor"]
    assert re.fullmatch("[0-9a-f]{32}", cookie["value"])
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    page.reload()
    assert [c["value"] for c in page.context.cookies() if c["name"] == "visitor"] == [cookie["value"]]
    assert "visitor" not in page.evaluate("document.cookie")

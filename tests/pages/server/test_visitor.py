import pytest
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp

from pages.server.visitor_cookie import VisitorCookie
from pages.session.visitors import new_visitor, visitor_in
from tests.pages.server.asgi import headers_of

KNOWN = "0123456789abcdef0123456789abcdef"
NEW = "f" * 32
PAGE = HTMLResponse("<html>")


def guarded(app: ASGIApp) -> VisitorCookie:
    return VisitorCookie(app, shut_off="/shut-off", make=lambda: NEW)


async def cookies_given(app: ASGIApp, **request: str) -> list[str]:
    return [value for name, value in await headers_of(guarded(app), **request) if name == "set-cookie"]


async def test_the_first_page_brings_a_cookie_that_scripts_in_the_browser_cannot_read() -> None:
    (cookie,) = await cookies_given(PAGE)
    assert cookie.startswith(f"visitor={NEW};")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


async def test_over_https_the_cookie_never_travels_in_the_clear() -> None:
    (cookie,) = await cookies_given(PAGE, scheme="https")
    assert cookie.endswith("; Secure")


async def test_a_known_visitor_keeps_the_cookie() -> None:
    assert await cookies_given(PAGE, cookie=f"other=1; visitor={KNOWN}") == []


@pytest.mark.parametrize("forged", ["", "short", KNOWN + "0", KNOWN.upper(), "../../etc/passwd", "%00"])
async def test_a_malformed_cookie_is_replaced(forged: str) -> None:
    assert len(await cookies_given(PAGE, cookie=f"visitor={forged}")) == 1


async def test_files_of_the_page_bring_no_second_cookie() -> None:
    assert await cookies_given(PlainTextResponse("body {}", media_type="text/css"), accept="text/css") == []


async def test_a_page_from_the_browsers_cache_brings_one() -> None:
    assert len(await cookies_given(Response(status_code=304), accept="text/html,*/*;q=0.8")) == 1


def test_visitors_are_128_random_bits() -> None:
    made = {new_visitor() for _ in range(1000)}
    assert len(made) == 1000
    assert all(visitor_in({"visitor": value}) == value for value in made)


@pytest.mark.parametrize("cookies", [{}, {"visitor": ""}, {"visitor": "x" * 32}, {"Visitor": KNOWN}])
def test_no_visitor_is_read_from_cookies_without_a_well_formed_one(cookies: dict[str, str]) -> None:
    assert visitor_in(cookies) is None

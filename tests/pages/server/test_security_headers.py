from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from pages.server.security_headers import SecurityHeaders, content_security_policy, headers_for, inline_scripts
from tests.pages.server.asgi import headers_of

PAGE = (
    "<html><script>\n  one()\n</script><script src='/two.js'></script><p>three</p><script type='module'>four()</script>"
)


def test_inline_scripts_are_those_without_a_source() -> None:
    assert inline_scripts(PAGE) == ["\n  one()\n", "four()"]


def test_a_script_is_allowed_by_the_hash_of_its_exact_text() -> None:
    policy = content_security_policy(["alert('Hello, world.');"])
    # The hash of this script is the example in the CSP specification (Content Security Policy Level 3, section 8.4).
    assert "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='" in policy


def test_the_installed_index_page_has_an_inline_script_to_allow() -> None:
    index = Path(streamlit.__file__).with_name("static") / "index.html"
    assert headers_for(index.read_text(encoding="utf-8"))["content-security-policy"].count("'sha256-") >= 1


@pytest.mark.parametrize(
    "directive",
    [
        "default-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "frame-ancestors 'none'",
        "form-action 'none'",
        "object-src 'none'",
        "base-uri 'none'",
    ],
)
def test_the_policy_keeps_the_browser_on_this_server(directive: str) -> None:
    assert directive in content_security_policy([]).split("; ")


def test_no_directive_names_another_origin_or_allows_any_script() -> None:
    policy = content_security_policy([])
    assert "http" not in policy
    assert "*" not in policy
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy


async def test_every_answer_carries_the_headers_once_and_keeps_its_own() -> None:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        headers = {"Referrer-Policy": "unsafe-url", "X-Own": "kept"}
        await PlainTextResponse("hello", headers=headers)(scope, receive, send)

    got = await headers_of(SecurityHeaders(answer, index_page=PAGE, stricter="/shut-off"))
    assert [value for name, value in got if name == "referrer-policy"] == ["no-referrer"]
    assert ("x-own", "kept") in got
    assert ("x-content-type-options", "nosniff") in got


async def test_an_error_page_carries_them_too() -> None:
    app = Starlette(routes=[Route("/here", lambda request: PlainTextResponse("here"))])
    got = await headers_of(SecurityHeaders(app, index_page=PAGE, stricter="/shut-off"), path="/elsewhere")
    assert ("x-frame-options", "DENY") in got

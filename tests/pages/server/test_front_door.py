import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

from pages.server.front_door import FrontDoor, Host, read_host, same_origin

INSIDE = PlainTextResponse("inside")


async def answer(
    *headers: tuple[str, str],
    path: str = "/",
    method: str = "PUT",
    allowed: tuple[str, ...] = (),
    public: bool = False,
) -> tuple[int, str]:
    """Status and text of the answer to one request with these headers."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope: Scope = {
        "type": "http",
        "method": method,
        "path": path,
        "scheme": "http",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
    }
    await FrontDoor(INSIDE, allowed_hosts=allowed, public=public)(scope, receive, send)
    return int(sent[0]["status"]), bytes(sent[1]["body"]).decode()


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1", "[::1]:8501", "LOCALHOST.:80"])
async def test_this_machine_is_always_let_in(host: str) -> None:
    assert await answer(("host", host)) == (200, "inside")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("play.example", 200),
        ("PLAY.example.:8443", 200),
        ("www.play.example", 403),
        ("a.class.example", 200),
        ("class.example", 403),
        ("evilclass.example", 403),
        ("evil.test", 403),
        ("play.example@evil.test", 403),
        ("play.example/", 403),
        ("play.example:port", 403),
        ("", 403),
    ],
)
async def test_only_the_names_on_the_list_are_answered(host: str, status: int) -> None:
    said = await answer(("host", host), allowed=("Play.example", "*.class.example"))
    assert said[0] == status


async def test_any_name_will_do_where_that_is_wished() -> None:
    assert (await answer(("host", "whatever.test"), allowed=("*",)))[0] == 200


async def test_the_refusal_tells_who_runs_the_server_what_to_do() -> None:
    status, text = await answer(("host", "play.example\x1b[2J"))
    assert status == 403
    assert "PLAYGROUND_ALLOWED_HOSTS" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("hosts", [(), ("localhost", "localhost"), ("localhost", "evil.test")])
async def test_a_request_names_one_host(hosts: tuple[str, ...]) -> None:
    assert (await answer(*(("host", host) for host in hosts)))[0] == 403


@pytest.mark.parametrize(
    "forged", [("x-forwarded-host", "localhost:9"), ("forwarded", "host=localhost:9"), ("x-forwarded-proto", "https")]
)
async def test_what_a_proxy_says_of_the_host_is_not_believed(forged: tuple[str, str]) -> None:
    origin = ("origin", "http://localhost:9")
    assert (await answer(("host", "localhost:8501"), origin, forged))[0] == 403


async def test_what_another_page_sends_is_refused_and_what_names_no_page_is_not() -> None:
    host = ("host", "localhost:8501")
    assert (await answer(host, ("origin", "http://localhost:8501")))[0] == 200
    assert (await answer(host, ("origin", "http://localhost:8501"), ("origin", "http://localhost:9")))[0] == 403
    assert (await answer(host))[0] == 200


@pytest.mark.parametrize(("method", "status"), [("PUT", 403), ("DELETE", 403), ("OPTIONS", 403), ("GET", 200)])
async def test_reading_is_open_to_frames_that_are_shut_off(method: str, status: int) -> None:
    assert (await answer(("host", "localhost"), ("origin", "null"), method=method))[0] == status


@pytest.mark.parametrize(
    ("path", "shut"),
    [
        ("/_stcore/metrics", True),
        ("/below/_stcore/metrics", True),
        ("/_stcore/health2", True),
        ("/_stcore/agent/openapi.json", True),
        ("/_stcore/health", False),
        ("/_stcore/upload_file/session/file", False),
        ("/workflow", False),
    ],
)
async def test_strangers_reach_of_streamlits_addresses_what_its_pages_need(path: str, shut: bool) -> None:
    host = ("host", "localhost")
    assert (await answer(host, path=path, public=True))[0] == (404 if shut else 200)
    assert (await answer(host, path=path))[0] == 200


@pytest.mark.parametrize(
    ("origin", "host", "secure", "same"),
    [
        ("http://localhost:8501", "localhost:8501", False, True),
        ("http://localhost", "localhost:80", False, True),
        ("https://play.example", "play.example", False, True),  # behind a proxy that ends TLS
        ("https://play.example", "play.example:443", True, True),
        ("https://play.example:8443", "play.example:8443", True, True),
        ("http://[::1]:8501", "[::1]:8501", False, True),
        ("http://localhost:8502", "localhost:8501", False, False),
        ("http://localhost", "localhost:8501", False, False),
        ("https://play.example:8443", "play.example", False, False),
        ("http://play.example", "play.example", True, False),
        ("http://localhost:8501", "127.0.0.1:8501", False, False),
        ("http://[::1]:8501", "[::2]:8501", False, False),
        ("null", "localhost:8501", False, False),
        ("", "localhost:8501", False, False),
        ("localhost:8501", "localhost:8501", False, False),
        ("file://localhost:8501", "localhost:8501", False, False),
        ("http://localhost:8501/", "localhost:8501", False, False),
        ("http://user@localhost:8501", "localhost:8501", False, False),
        ("http://localhost:8501 http://evil.test", "localhost:8501", False, False),
    ],
)
def test_a_page_is_ours_when_it_has_the_address_that_was_asked(
    origin: str, host: str, secure: bool, same: bool
) -> None:
    asked = read_host(host)
    assert asked is not None
    assert same_origin(origin, asked, secure=secure) is same


@pytest.mark.parametrize(
    ("text", "host"),
    [("Example.org", Host("example.org", None)), ("[2001:DB8::1]:99", Host("2001:db8::1", 99)), ("[::1", None)],
)
def test_a_host_is_read_as_browsers_write_it(text: str, host: Host | None) -> None:
    assert read_host(text) == host

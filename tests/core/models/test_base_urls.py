"""Addresses that may be asked, and the many disguises of those that may not."""

import ipaddress
from collections.abc import Sequence

import pytest

from core.errors import SetupError
from core.models.base_urls import check_base_url, is_open_internet

NAMES = {
    "api.openai.com": ["104.18.7.192", "2606:4700::6812:7c0"],
    "models.example.org": ["93.184.215.14"],
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "mixed.example.org": ["93.184.215.14", "10.0.0.7"],
    "mixed6.example.org": ["93.184.215.14", "::1"],
    "mapped.example.org": ["::ffff:169.254.169.254"],
    "scoped.example.org": ["fe80::1%eth0"],
    "api.openai.com.evil.example.org": ["192.168.0.9"],
    "junk.example.org": ["not an address"],
}


def resolve(host: str, port: int) -> Sequence[str]:
    if host not in NAMES:
        raise OSError("unknown")
    return NAMES[host]


def local(text: str) -> str:
    return check_base_url(text, resolve=resolve)


def public(text: str) -> str:
    return check_base_url(text, public=True, resolve=resolve)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1"),
        ("http://LOCALHOST:8080/v1", "http://localhost:8080/v1"),
        ("http://localhost.:8080", "http://localhost:8080"),
        ("http://app.localhost/v1", "http://app.localhost/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("http://127.1:8080", "http://127.0.0.1:8080"),
        ("http://2130706433/", "http://127.0.0.1"),
        ("http://0x7f000001", "http://127.0.0.1"),
        ("http://017700000001", "http://127.0.0.1"),
        ("http://[::ffff:127.0.0.1]/v1", "http://[::ffff:7f00:1]/v1"),
        ("https://api.openai.com/v1", "https://api.openai.com/v1"),
        ("HTTPS://API.OpenAI.com/v1", "https://api.openai.com/v1"),
        ("https://192.168.1.20:8000/v1", "https://192.168.1.20:8000/v1"),
        ("https://gpu_box-2.lan/v1", "https://gpu_box-2.lan/v1"),
    ],
)
def test_a_server_of_ones_own_may_be_named_on_ones_own_machine(text: str, used: str) -> None:
    assert ipaddress.ip_address("::ffff:127.0.0.1") == ipaddress.ip_address("::ffff:7f00:1")
    assert local(text).replace("::ffff:127.0.0.1", "::ffff:7f00:1") == used


UNREADABLE = [
    ("", "empty"),
    ("   ", "empty"),
    ("localhost:11434", "begin with http"),
    ("api.openai.com/v1", "begin with http"),
    ("//127.0.0.1", "begin with http"),
    ("http:127.0.0.1", "begin with http"),
    ("http:/127.0.0.1", "begin with http"),
    ("file:///etc/passwd", "begin with http"),
    ("gopher://127.0.0.1", "begin with http"),
    ("ftp://127.0.0.1", "begin with http"),
    ("data:text/html,hello", "begin with http"),
    ("javascript:alert(1)", "begin with http"),
    ("unix:/var/run/docker.sock", "begin with http"),
    ("ws://127.0.0.1", "begin with http"),
    ("http://", "no host"),
    ("https:///v1", "no host"),
    ("http://user:pw@host", "user name"),
    ("https://api.openai.com@127.0.0.1", "user name"),
    ("https://@127.0.0.1", "user name"),
    ("https://api.openai.com#@127.0.0.1", "? or a #"),
    ("https://api.openai.com?x=@127.0.0.1", "? or a #"),
    ("https://api.openai.com/v1?key=secret", "? or a #"),
    ("https://api.openai.com/v1#", "? or a #"),
    ("http://%31%32%37.0.0.1", "an escape"),
    ("http://127.0.0.1\\@api.openai.com", "an escape"),
    ("http://[fe80::1%eth0]/", "an escape"),
    ("http://127.0.0.1 /", "a space"),
    ("http://127.0.0.1\t/", "a space"),
    ("http://127.0.0.1\n", "a space"),
    ("http://127.0.0.1\r\nHost: evil", "a space"),
    ("http://127.0.0.1\x00", "cannot be seen"),
    ("http://ex\u200bample.org", "cannot be seen"),
    ("http://127.0.0.1:99999", "cannot be read"),
    ("http://127.0.0.1:-1", "cannot be read"),
    ("http://127.0.0.1:port", "cannot be read"),
    ("http://127.0.0.1:0", "1 to 65535"),
    ("http://[::1", "cannot be read"),
    ("http://[v1.abc]/", "no host name has"),
    ("http://ⓛocalhost", "no host name has"),
    ("http://①②⑦.⓪.⓪.①", "no host name has"),
    ("https://аpi.openai.com", "no host name has"),  # a Cyrillic a
    ("https://-x-.org", "no host name has"),
    ("https://a..b", "no host name has"),
    ("https://a_b!.org", "no host name has"),
    ("http://256.1.1.1", "looks like a number"),
    ("http://1.2.3.4.5", "looks like a number"),
    ("http://0x", "http sends"),
    ("http://09.0.0.1", "looks like a number"),
    ("http://4294967296", "looks like a number"),
    ("https://example.org/" + "a" * 10_000, "more than 2000"),
    ("http://models.example.org/v1", "http sends"),
    ("http://192.168.1.20:8000/v1", "http sends"),
    ("http://0.0.0.0:8000", "http sends"),
]


@pytest.mark.parametrize(("text", "says"), UNREADABLE)
def test_what_is_no_usable_address_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(SetupError) as caught:
        local(text)
    message = str(caught.value)
    assert says in message
    assert message.startswith("This base URL is not usable: ")
    assert len(message) < 150
    with pytest.raises(SetupError):
        public(text)


INSIDE = [
    "https://127.0.0.1",
    "https://127.1",
    "https://2130706433",
    "https://0x7f000001",
    "https://0x7f.1",
    "https://017700000001",
    "https://0177.0.0.1",
    "https://0.0.0.0",
    "https://0",
    "https://[::]",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://[::ffff:169.254.169.254]",
    "https://[::ffff:10.1.2.3]",
    "https://[64:ff9b::7f00:1]",
    "https://[2002:7f00:1::]",
    "https://[2002:a9fe:a9fe::]",
    "https://169.254.169.254/latest/meta-data",
    "https://[fd00:ec2::254]",
    "https://[fe80::1]",
    "https://[fc00::1]",
    "https://[ff02::1]",
    "https://10.0.0.1",
    "https://172.16.0.1",
    "https://172.31.255.255",
    "https://192.168.0.1",
    "https://100.64.0.1",
    "https://198.18.0.1",
    "https://192.0.2.1",
    "https://224.0.0.1",
    "https://240.0.0.1",
    "https://255.255.255.255",
    "https://localhost",
    "https://LOCALHOST.",
    "https://app.localhost",
    "https://printer",
    "https://metadata.google.internal",
    "https://router.lan",
    "https://box.local",
    "https://127.0.0.1.nip.io",
    "https://mixed.example.org",
    "https://mixed6.example.org",
    "https://mapped.example.org",
    "https://scoped.example.org",
    "https://api.openai.com.evil.example.org",
]


@pytest.mark.parametrize("text", INSIDE)
def test_a_public_server_is_not_led_into_a_private_network(text: str) -> None:
    with pytest.raises(SetupError, match="leads into a private network"):
        public(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("http://api.openai.com/v1", "only https"),
        ("http://127.0.0.1", "only https"),
        *((f"https://api.openai.com:{port}", f"port {port}") for port in (22, 25, 80, 6379, 8501, 11434)),
        ("https://unknown.example.org", "not known"),
        ("https://junk.example.org", "not known"),
    ],
)
def test_public_mode_asks_for_more(text: str, says: str) -> None:
    with pytest.raises(SetupError, match=says):
        public(text)


@pytest.mark.parametrize(
    "text",
    ["https://api.openai.com/v1", "https://models.example.org:8443/v1", "https://8.8.8.8", "https://[2606:4700::1]"],
)
def test_public_mode_takes_servers_of_the_open_internet(text: str) -> None:
    assert public(text) == text


def test_http_in_ones_own_network_can_be_allowed_except_in_public() -> None:
    assert check_base_url("http://192.168.1.20:8000/v1", plain_http=True) == "http://192.168.1.20:8000/v1"
    with pytest.raises(SetupError):
        check_base_url("http://192.168.1.20:8000/v1", plain_http=True, public=True, resolve=resolve)


def test_enough_addresses_are_tried() -> None:
    assert len({text for text, _ in UNREADABLE} | set(INSIDE)) >= 90


@pytest.mark.parametrize(
    ("address", "is_open"),
    [("8.8.8.8", True), ("2606:4700::1", True), ("::ffff:8.8.8.8", True), ("64:ff9b::a00:1", False)],
)
def test_wrapped_addresses_count_as_what_is_wrapped(address: str, is_open: bool) -> None:
    assert is_open_internet(ipaddress.ip_address(address)) is is_open

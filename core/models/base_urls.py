"""Which addresses of model servers are taken: decided on the text and on what its host name resolves to.

On a person's own machine any http or https server may be named, http without a question only on loopback. In public
mode a visitor's address must be https, on a usual port, and every address behind its name must be one of the open
internet, so that the server cannot be used to reach what only it can reach.
"""

import ipaddress
from collections.abc import Callable, Sequence
from urllib.parse import SplitResult, urlsplit

from core.errors import SetupError
from core.text import LinearPattern

Resolve = Callable[[str, int], Sequence[str]]
"""Host name and port to the addresses behind it, as text. Raises OSError when there are none."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST = 2000
PUBLIC_PORTS = (443, 8443)
_HOST = LinearPattern(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
_NUMBER = LinearPattern(r"0x[0-9a-f]*|[0-9]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_INTERNAL = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "corp", "test", "invalid", "example")


def system_resolve(host: str, port: int) -> Sequence[str]:
    """The addresses the operating system knows for a name."""
    import socket

    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def check_base_url(
    text: str, *, public: bool = False, plain_http: bool = False, resolve: Resolve = system_resolve
) -> str:
    """The base URL to use, without a slash at the end. Raises SetupError with one sentence about what is wrong.

    `plain_http` allows http beyond loopback, for a server in one's own network; public mode never does. Names are
    resolved in public mode only, now: a name may lead elsewhere later, so this does not replace a list of the
    addresses that a public server may ask.
    """
    parts = _split(text)
    host = (parts.hostname or "").rstrip(".")
    port = _port(parts)
    literal = _literal(host)
    if literal is None and ("[" in parts.netloc or not _HOST.fullmatch(host)):
        raise _bad("its host name holds characters that no host name has. Type it in plain letters.")
    if public:
        _check_public(parts, host, port, literal, resolve)
    elif parts.scheme == "http" and not plain_http and not _is_loopback(host, literal):
        raise _bad("http sends the key and the text readably. Use https, or a server on this machine.")
    return _rebuilt(parts, host, literal)


def _check_public(parts: SplitResult, host: str, port: int, literal: Address | None, resolve: Resolve) -> None:
    if parts.scheme != "https":
        raise _bad("only https is allowed here. Use an https address.")
    if port not in PUBLIC_PORTS:
        raise _bad(f"port {port} is not allowed here. Use {' or '.join(map(str, PUBLIC_PORTS))}.")
    if literal is None and ("." not in host or host.endswith(tuple(f".{name}" for name in _INTERNAL))):
        raise _inside()
    if any(not is_open_internet(address) for address in _addresses(host, port, literal, resolve)):
        raise _inside()


def _addresses(host: str, port: int, literal: Address | None, resolve: Resolve) -> Sequence[Address]:
    """Every address behind a host. Raises SetupError when there is none."""
    if literal is not None:
        return [literal]
    try:
        addresses = [ipaddress.ip_address(address.partition("%")[0]) for address in resolve(host, port)]
    except (OSError, ValueError):
        addresses = []
    if not addresses:
        raise _bad("its host name is not known. Check its spelling.")
    return addresses


def is_open_internet(address: Address) -> bool:
    """Whether an address, and any address wrapped in it, belongs to the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_open_internet(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _split(text: str) -> SplitResult:
    if not text.strip():
        raise _bad("it is empty. Type one such as http://localhost:11434/v1.")
    if len(text) > LONGEST:
        raise _bad(f"it has more than {LONGEST} characters. Type the address alone.")
    if any(character.isspace() or not character.isprintable() for character in text):
        raise _bad("it holds a space or a character that cannot be seen. Type it again.")
    if "\\" in text or "%" in text.partition("://")[2].partition("/")[0]:
        raise _bad("its host holds an escape. Type it in plain letters.")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise _bad("it cannot be read. Type one such as http://localhost:11434/v1.") from None
    if parts.scheme not in ("http", "https") or not text.lower().startswith((f"{parts.scheme}://",)):
        raise _bad("it must begin with http:// or https://.")
    if "@" in parts.netloc:
        raise _bad("it holds a user name or a password. Put the key into the key's field.")
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise _bad("it holds a ? or a #. Type it only up to the path.")
    if not parts.hostname:
        raise _bad("it names no host. Type one such as http://localhost:11434/v1.")
    return parts


def _port(parts: SplitResult) -> int:
    port = parts.port if parts.port is not None else {"http": 80, "https": 443}[parts.scheme]
    if not 0 < port < 65536:
        raise _bad("its port must be from 1 to 65535.")
    return port


def _literal(host: str) -> Address | None:
    """The address a host is, in any of the forms that connect to one: 127.1, 2130706433, 0x7f.0.0.1."""
    if "%" in host:
        raise _bad("it names a network interface. Leave it out.")
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    return _old_ipv4(host)


def _old_ipv4(host: str) -> Address | None:
    """The classic inet_aton forms: one to four numbers, decimal, octal or hexadecimal."""
    pieces = host.split(".")
    if not _NUMBER.fullmatch(pieces[-1]):
        return None
    if len(pieces) > 4:
        raise _no_number()
    try:
        numbers = [_number(piece) for piece in pieces]
    except ValueError:
        raise _no_number() from None
    *front, last = numbers
    if any(number > 255 for number in front) or last >= 256 ** (5 - len(pieces)):
        raise _no_number()
    value = last + sum(number << (24 - 8 * place) for place, number in enumerate(front))
    return ipaddress.IPv4Address(value)


def _number(piece: str) -> int:
    if piece.startswith("0x"):
        return int(piece[2:] or "0", 16)
    return int(piece, 8) if len(piece) > 1 and piece.startswith("0") else int(piece)


def _is_loopback(host: str, literal: Address | None) -> bool:
    if literal is None:
        return host == "localhost" or host.endswith(".localhost")
    mapped = literal.ipv4_mapped if isinstance(literal, ipaddress.IPv6Address) else None
    return (mapped or literal).is_loopback


def _rebuilt(parts: SplitResult, host: str, literal: Address | None) -> str:
    """The URL written in one way only, so that what was checked is what is connected to."""
    shown = host if literal is None else f"[{literal}]" if literal.version == 6 else str(literal)
    port = f":{parts.port}" if parts.port is not None else ""
    return f"{parts.scheme}://{shown}{port}{parts.path.rstrip('/')}"


def _no_number() -> SetupError:
    return _bad("its host looks like a number and is none. Type the address in the usual form.")


def _bad(why: str) -> SetupError:
    return SetupError(f"This base URL is not usable: {why}")


def _inside() -> SetupError:
    return _bad("it leads into a private network, which is not allowed here. Use a server on the open internet.")

"""What a failure on the way to a server means: sockets, TLS, HTTP, JSON.

Imports httpx2, so import this module where it is used.
"""

import json
import ssl
from collections.abc import Callable, Iterator

import httpx2

from core.errors import ModelUnavailable, PlaygroundError, SetupError
from core.providers.http_errors import cut_off, no_protocol


def of_transport(error: BaseException, server: str) -> PlaygroundError | None:
    """The error for a failure on the way, None for an exception that is nothing of the kind.

    A wrapped exception counts as its cause.
    """
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return _insecure(server)
    for cause in causes:
        for kind, make in TRANSPORT:
            if isinstance(cause, kind):
                return make(server)
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    for _ in range(20):
        if link is None:
            return
        yield link
        link = link.__cause__


def _insecure(server: str) -> PlaygroundError:
    return ModelUnavailable(
        f"The secure connection to {server} failed: its certificate is not valid here. Check the base URL.",
        kind="network",
        retryable=False,
    )


def _no_connection(server: str) -> PlaygroundError:
    return ModelUnavailable(
        f"{server} cannot be reached. Check the network, the base URL and that the server is running.", kind="network"
    )


def _broken(server: str) -> PlaygroundError:
    return ModelUnavailable(f"The connection to {server} broke. Run again.", kind="network")


def _slow(server: str) -> PlaygroundError:
    return ModelUnavailable(f"{server} did not answer in time. Run again later.", kind="timeout")


def _bad_url(server: str) -> PlaygroundError:
    return SetupError(f"The address of {server} is not usable. Check the base URL.")


def _bad_header(server: str) -> PlaygroundError:
    return SetupError(
        f"The key for {server} holds characters that no key has. Enter it again, without quotes or spaces.", kind="auth"
    )


TRANSPORT: tuple[tuple[type[BaseException], Callable[[str], PlaygroundError]], ...] = (
    (httpx2.ConnectTimeout, _no_connection),
    (httpx2.PoolTimeout, _slow),
    (httpx2.ReadTimeout, _slow),
    (httpx2.WriteTimeout, _slow),
    (httpx2.TimeoutException, _slow),
    (httpx2.ConnectError, _no_connection),
    (httpx2.ReadError, _broken),
    (httpx2.WriteError, _broken),
    (httpx2.CloseError, _broken),
    (httpx2.NetworkError, _broken),
    (httpx2.ProxyError, _no_connection),
    (httpx2.UnsupportedProtocol, _bad_url),
    (httpx2.LocalProtocolError, _bad_header),
    (httpx2.RemoteProtocolError, cut_off),
    (httpx2.ProtocolError, no_protocol),
    (httpx2.SSEError, no_protocol),
    (httpx2.TransportError, _broken),
    (httpx2.DecodingError, no_protocol),
    (httpx2.TooManyRedirects, no_protocol),
    (httpx2.RequestError, _broken),
    (httpx2.HTTPStatusError, no_protocol),
    (httpx2.HTTPError, _broken),
    (httpx2.InvalidURL, _bad_url),
    (httpx2.CookieConflict, no_protocol),
    (httpx2.StreamConsumed, no_protocol),
    (httpx2.StreamClosed, _broken),
    (httpx2.ResponseNotRead, no_protocol),
    (httpx2.RequestNotRead, no_protocol),
    (httpx2.StreamError, no_protocol),
    (json.JSONDecodeError, no_protocol),
    (UnicodeEncodeError, _bad_header),
    (UnicodeDecodeError, no_protocol),
    (OSError, _broken),
)
"""Every exception of httpx2 and what else comes through it, subclasses before their bases."""

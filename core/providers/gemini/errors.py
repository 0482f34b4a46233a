"""From an exception of the `google-genai` SDK to one of ours.

Imports the SDK, so import this module where it is used. No message holds a body or a key.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from google.genai import errors

from core.errors import PlaygroundError
from core.providers import http_errors
from core.providers.transport_errors import of_transport
from core.text import LinearPattern

_DELAY = LinearPattern(r"([0-9]{1,6}(?:\.[0-9]{1,9})?)s")


def gemini_error(error: Exception, server: str, model: str) -> PlaygroundError:
    """The error to raise for `error`."""
    if isinstance(error, PlaygroundError):
        return error
    for kind, make in GEMINI:
        if isinstance(error, kind):
            return make(error, server, model)
    return of_transport(error, server) or http_errors.no_protocol(server)


def _of_status(error: errors.APIError, server: str, model: str) -> PlaygroundError:
    code = error.code if isinstance(error.code, int) else 500
    details = list(_details(error.details))
    if any(detail.get("reason") in ("API_KEY_INVALID", "API_KEY_EXPIRED") for detail in details):
        return http_errors.bad_auth(server)
    if code == 429 and any(_is_of_a_day(detail) for detail in details):
        return http_errors.no_quota(server)
    if code == 400 and _speaks_of_length(error):
        return http_errors.too_long(server, model)
    return http_errors.of_status(code, server, model, _wait(error, details))


def _details(body: Any) -> Iterator[Mapping[str, Any]]:
    """The entries of `error.details`, whatever else the body is."""
    inner = body.get("error", body) if isinstance(body, dict) else None
    entries = inner.get("details") if isinstance(inner, dict) else None
    return (entry for entry in entries if isinstance(entry, dict)) if isinstance(entries, list) else iter(())


def _is_of_a_day(detail: Mapping[str, Any]) -> bool:
    """Whether it is a day's quota that is used up: waiting a little does not help."""
    violations = detail.get("violations")
    if not isinstance(violations, list):
        return False
    return any("PerDay" in str(violation.get("quotaId", "")) for violation in violations if isinstance(violation, dict))


def _speaks_of_length(error: errors.APIError) -> bool:
    message = str(error.message or "").lower()
    return "token count" in message or "maximum number of tokens" in message or "context size" in message


def _wait(error: errors.APIError, details: list[Mapping[str, Any]]) -> float | None:
    """Seconds from RetryInfo, else from the header."""
    for detail in details:
        delay = _DELAY.fullmatch(str(detail.get("retryDelay", "")))
        seconds = float(delay[1] or 0) if delay else 0.0
        if seconds > 0:
            return seconds
    headers = getattr(error.response, "headers", None) or {}
    return http_errors.retry_after(headers, datetime.now(UTC))


def _unreadable(_error: Exception, server: str, _model: str) -> PlaygroundError:
    return http_errors.no_protocol(server)


def _cut(_error: Exception, server: str, _model: str) -> PlaygroundError:
    return http_errors.cut_off(server)


GEMINI: tuple[tuple[type[Exception], Callable[..., PlaygroundError]], ...] = (
    (errors.ClientError, _of_status),
    (errors.ServerError, _of_status),
    (errors.APIError, _of_status),
    (errors.UnknownApiResponseError, _unreadable),
    (errors.UnknownFunctionCallArgumentError, _unreadable),
    (errors.UnsupportedFunctionError, _unreadable),
    (errors.FunctionInvocationError, _unreadable),
    (errors.ContinuationInterruptedError, _cut),
)
"""Every exception class of the SDK, subclasses before their bases."""

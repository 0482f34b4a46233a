"""What an HTTP status means, in words that hold nothing of the foreign answer."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from core.errors import InputError, ModelUnavailable, PlaygroundError, SetupError
from core.text import duration


def of_status(status: int, server: str, model: str, retry_after: float | None = None) -> PlaygroundError:
    """The error for an HTTP status."""
    if status in _BY_STATUS:
        return _BY_STATUS[status](server, model)
    if status == 429:
        return too_many_requests(server, retry_after)
    if status in (408, 425, 504):
        return ModelUnavailable(f"{server} ran out of time. Run again later.", kind="timeout", retry_after=retry_after)
    if status == 409 or status >= 500:
        return ModelUnavailable(
            f"{server} failed (HTTP {status}). Run again later, or choose another model.",
            kind="server",
            retry_after=retry_after,
        )
    return bad_request(server, model, status)


def bad_auth(server: str, _model: str = "") -> SetupError:
    """The key was not accepted."""
    return SetupError(f"{server} did not accept the key. Enter a valid key for it.", kind="auth")


def forbidden(server: str, model: str) -> SetupError:
    """The key was accepted and is not allowed to do this."""
    return SetupError(
        f"{server} does not let this key use {clipped(model)!r}. Choose another model, or a key that may.", kind="auth"
    )


def no_quota(server: str, _model: str = "") -> ModelUnavailable:
    """The account has nothing left; waiting a few seconds does not help."""
    return ModelUnavailable(
        f"The account of this key at {server} has no credit or quota left. "
        "See to its billing, or use another key or model.",
        kind="quota",
        retryable=False,
    )


def no_model(server: str, model: str) -> SetupError:
    """Neither the model nor anything else answers at this address."""
    return SetupError(
        f"{server} has no model {clipped(model)!r}. Check the model's name and the base URL.", kind="not_found"
    )


def too_long(server: str, model: str) -> InputError:
    """The request does not fit into the model's context."""
    return InputError(
        f"The request is too long for {clipped(model)!r}. Shorten the text, or choose a model with a larger context.",
        kind="bad_request",
    )


def bad_request(server: str, model: str, status: int, setting: str = "") -> SetupError:
    """The server does not take the request; `setting` is the parameter it names, one of ours."""
    about = f" because of {setting!r}" if setting else ""
    return SetupError(
        f"{server} refused the request for {clipped(model)!r}{about} (HTTP {status}). "
        "The model may not offer what this step asks; choose another one.",
        kind="bad_request",
    )


def too_many_requests(server: str, retry_after: float | None) -> ModelUnavailable:
    """Too many requests or tokens a minute."""
    when = f" in {duration(retry_after)}" if retry_after else " later"
    return ModelUnavailable(
        f"{server} is asked too often. Run again{when}, or lower the concurrency.",
        kind="rate_limited",
        retry_after=retry_after,
    )


_BY_STATUS: Mapping[int, Callable[[str, str], PlaygroundError]] = {
    401: bad_auth,
    402: no_quota,
    403: forbidden,
    404: no_model,
    413: too_long,
}


def no_protocol(server: str) -> ModelUnavailable:
    """The answer is not what a model server of this kind sends."""
    return ModelUnavailable(
        f"{server} sent an answer that cannot be read. Run again; if it stays so, check the base URL.", kind="protocol"
    )


def cut_off(server: str) -> ModelUnavailable:
    """The answer ended without saying that it is complete."""
    return ModelUnavailable(f"{server} broke off before the answer was complete. Run again.", kind="truncated")


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds the server asks to wait, from `retry-after-ms` or `retry-after` (seconds or a date); junk is None."""
    milliseconds = _positive(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after", "")
    return _positive(value) or _until(value, now)


def _positive(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _until(value: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds = (aware - now).total_seconds()
    return seconds if seconds > 0 else None


def clipped(name: str) -> str:
    """A model's name, short enough for a sentence."""
    return name if len(name) <= 60 else name[:59] + "…"

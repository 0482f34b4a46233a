"""From an exception of the `openai` SDK to one of ours.

Imports the SDK, so import this module where it is used. No message holds a body or a key.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import openai

from core.errors import ModelMisbehaved, ModelRefused, ModelUnavailable, PlaygroundError
from core.providers import http_errors
from core.providers.transport_errors import of_transport

SETTINGS = (
    "temperature",
    "seed",
    "max_tokens",
    "max_completion_tokens",
    "stream_options",
    "stream",
    "response_format",
    "tools",
    "tool_choice",
    "messages",
)
"""What our requests may hold, and so may be named in a message."""


def openai_error(error: Exception, server: str, model: str) -> PlaygroundError:
    """The error to raise for `error`."""
    if isinstance(error, PlaygroundError):
        return error
    for kind, make in OPENAI:
        if isinstance(error, kind):
            return make(error, server, model)
    return of_transport(error, server) or http_errors.no_protocol(server)


def _of_status(error: openai.APIStatusError, server: str, model: str) -> PlaygroundError:
    wait = http_errors.retry_after(error.response.headers, datetime.now(UTC))
    if error.status_code in (400, 404, 422, 429):
        told = _told(error, server, model, error.status_code)
        if told is not None:
            return told
    if error.status_code in (400, 422):
        setting = error.param if error.param in SETTINGS else ""
        return http_errors.bad_request(server, model, error.status_code, setting or "")
    return http_errors.of_status(error.status_code, server, model, wait)


def _in_stream(error: openai.APIError, server: str, model: str) -> PlaygroundError:
    """An error event inside an answer that began well: like the status it names."""
    code = int(error.code) if error.code and error.code.isdecimal() and len(error.code) == 3 else 0
    told = _told(error, server, model, code)
    if told is not None:
        return told
    if error.code == "rate_limit_exceeded" or error.type in ("rate_limit_error", "requests", "tokens"):
        return http_errors.too_many_requests(server, None)
    if error.code == "invalid_api_key" or error.type == "authentication_error":
        return http_errors.bad_auth(server)
    return http_errors.of_status(code if code >= 400 else 500, server, model)


def _told(error: openai.APIError, server: str, model: str, status: int) -> PlaygroundError | None:
    """What the machine-readable part of the body says beyond the status."""
    names = {error.code, error.type}
    if names & {"insufficient_quota", "credit_balance_exhausted", "billing_hard_limit_reached"}:
        return http_errors.no_quota(server)
    if names & {"context_length_exceeded", "exceed_context_size_error"} or _speaks_of_context(error):
        return http_errors.too_long(server, model)
    if names & {"content_filter", "content_policy_violation"}:
        return _filtered(error, server, model)
    if "model_not_found" in names and status in (0, 400, 404):
        return http_errors.no_model(server, model)
    return None


def _speaks_of_context(error: openai.APIError) -> bool:
    message = error.message.lower()
    return "context size" in message or "maximum context length" in message or "context window" in message


def _filtered(_error: Exception, server: str, _model: str) -> PlaygroundError:
    return ModelRefused(f"The content filter of {server} stopped the answer. Change the request or the prompt.")


def _timeout(_error: Exception, server: str, _model: str) -> PlaygroundError:
    return ModelUnavailable(f"{server} did not answer in time. Run again later.", kind="timeout")


def _connection(error: Exception, server: str, _model: str) -> PlaygroundError:
    cause = error.__cause__
    known = of_transport(cause, server) if cause is not None else None
    return known or ModelUnavailable(f"The connection to {server} broke. Run again.", kind="network")


def _cut(_error: Exception, _server: str, _model: str) -> PlaygroundError:
    return ModelMisbehaved(
        "The answer was cut off at its token limit. Ask for less, or allow more tokens.", kind="truncated"
    )


def _unreadable(_error: Exception, server: str, _model: str) -> PlaygroundError:
    return http_errors.no_protocol(server)


OPENAI: tuple[tuple[type[Exception], Callable[..., PlaygroundError]], ...] = (
    (openai.APITimeoutError, _timeout),
    (openai.APIConnectionError, _connection),
    (openai.APIResponseValidationError, _unreadable),
    (openai.BadRequestError, _of_status),
    (openai.OAuthError, _of_status),
    (openai.AuthenticationError, _of_status),
    (openai.PermissionDeniedError, _of_status),
    (openai.NotFoundError, _of_status),
    (openai.ConflictError, _of_status),
    (openai.UnprocessableEntityError, _of_status),
    (openai.RateLimitError, _of_status),
    (openai.InternalServerError, _of_status),
    (openai.APIStatusError, _of_status),
    (openai.APIError, _in_stream),
    (openai.LengthFinishReasonError, _cut),
    (openai.ContentFilterFinishReasonError, _filtered),
    (openai.WebSocketConnectionClosedError, _unreadable),
    (openai.WebSocketQueueFullError, _unreadable),
    (openai.OpenAIError, _unreadable),
    (openai.InvalidWebhookSignatureError, _unreadable),
)
"""Every exception class of the SDK, subclasses before their bases."""

"""What can go wrong, named by whose fault it is.

PlaygroundError
├── InputError          the person asking: an unknown workflow or field, a value out of bounds, an empty request
├── SetupError          the set-up: a missing key, an unknown model, a server that is not a model server
├── PromptError         a prompt asks for a value that its step does not offer
├── WorkflowError       the workflow file: a step inside a step, a diagram that does not fit
├── ModelRefused        the model declined to answer
├── ModelMisbehaved     the model answered badly: not the schema, cut off, empty, far too long
├── ModelUnavailable    the way to the model: network, time-out, rate limit, server error
├── ToolFailed          a tool the model asked for did not do its work
├── BranchesFailed      every branch of a fan-out failed
└── LimitReached        a limit of the run: calls, tokens, money, seconds, rounds

Every message is a sentence for people and says what to do next. Messages never hold a key or the body of a foreign
answer. `kind` is the machine-readable name that events, tables and tests use.
"""

from typing import Literal

ErrorKind = Literal[
    "input",
    "setup",
    "auth",
    "quota",
    "not_found",
    "bad_request",
    "prompt",
    "workflow",
    "refused",
    "schema",
    "truncated",
    "empty",
    "too_large",
    "protocol",
    "rate_limited",
    "timeout",
    "network",
    "server",
    "tool",
    "branches",
    "limit",
    "cancelled",
    "internal",
]


class PlaygroundError(Exception):
    """Base of every error the playground raises on purpose."""

    kind: ErrorKind = "internal"
    retryable: bool = False
    retry_after: float | None = None

    def __init__(self, message: str, *, kind: ErrorKind | None = None) -> None:
        super().__init__(message)
        if kind is not None:
            self.kind = kind


class InputError(PlaygroundError):
    """The request, a field or a value given by the person does not fit."""

    kind: ErrorKind = "input"


class SetupError(PlaygroundError):
    """A key, a model or a server is missing or wrong; nothing was asked of a model."""

    kind: ErrorKind = "setup"


class PromptError(PlaygroundError):
    """A prompt names a placeholder that its step does not offer."""

    kind: ErrorKind = "prompt"


class WorkflowError(PlaygroundError):
    """The workflow file itself is wrong."""

    kind: ErrorKind = "workflow"


class ModelRefused(PlaygroundError):
    """The model declined. Asking again would not help."""

    kind: ErrorKind = "refused"


class ModelMisbehaved(PlaygroundError):
    """The model answered, but not with something that can be used."""

    kind: ErrorKind = "schema"


class ModelUnavailable(PlaygroundError):
    """No answer came. `retryable` says whether asking again may help, `retry_after` (seconds) when."""

    kind: ErrorKind = "server"
    retryable = True

    def __init__(
        self,
        message: str,
        *,
        kind: ErrorKind | None = None,
        retryable: bool = True,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, kind=kind)
        self.retryable = retryable
        self.retry_after = retry_after


class ToolFailed(PlaygroundError):
    """A tool could not do its work; the message goes back to the model."""

    kind: ErrorKind = "tool"


class BranchesFailed(PlaygroundError):
    """Not one branch of a fan-out succeeded."""

    kind: ErrorKind = "branches"


class LimitReached(PlaygroundError):
    """The run hit one of its limits."""

    kind: ErrorKind = "limit"

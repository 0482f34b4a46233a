"""What can go wrong, as plain exceptions."""

from dataclasses import dataclass


class RunError(Exception):
    """Ends the run; the message says why."""

    def __init__(self, message: str, *, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind


PlaygroundError = RunError


class InputError(RunError):
    """The request or a value does not fit."""


class SetupError(RunError):
    """Something is not installed, or not set."""


class PromptError(RunError):
    """A prompt asks for a value that its step does not offer."""


class WorkflowError(RunError):
    """The script itself is wrong."""


class ModelRefused(RunError):
    """The model declined to answer."""


class ModelMisbehaved(RunError):
    """The model answered, but not with something that can be used."""


class ModelUnavailable(RunError):
    """No answer came."""


class ToolFailed(RunError):
    """A tool could not do its work; the message goes back to the model."""


class BranchesFailed(RunError):
    """Not one branch of a fan-out succeeded."""


class LimitReached(RunError):
    """The run hit one of its limits."""


@dataclass(frozen=True)
class Failure:
    """An error as data."""

    message: str

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        """Describe `error` in a sentence."""
        return cls(str(error) or type(error).__name__)

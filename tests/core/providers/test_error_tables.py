"""Every exception class of an SDK and of its HTTP library has been looked at and is mapped."""

import inspect
import json
import ssl
from collections.abc import Iterator

import httpx2
import openai
import pytest
from google.genai import errors as google_errors
from google.genai.types import FinishReason

from core.errors import PlaygroundError
from core.providers.gemini import errors as gemini_errors
from core.providers.gemini.messages import ENDS
from core.providers.openai import errors as openai_errors
from core.providers.transport_errors import TRANSPORT, of_transport

NOT_EXPORTED = {  # of ways to use the SDK that are not ours: its module-level client, its agents, its optional extras,
    # signing in without a key; some are there only once something has imported the SDK's inner modules
    "APIRemovedInV1",
    "AgentFilePreparationError",
    "AgentFileStagingError",
    "AgentOutputParseError",
    "AgentTurnResultError",
    "MissingDependencyError",
    "MutuallyExclusiveAuthError",
    "StreamAlreadyConsumed",
    "SubjectTokenProviderError",
    "_AmbiguousModuleClientUsageError",
}


def below(base: type[BaseException]) -> Iterator[type[BaseException]]:
    for kind in base.__subclasses__():
        yield kind
        yield from below(kind)


def exported(module: object) -> set[type[BaseException]]:
    members = vars(module).values()
    return {one for one in members if inspect.isclass(one) and issubclass(one, Exception) and _is_error(one)}


def _is_error(kind: type[BaseException]) -> bool:
    return not issubclass(kind, Warning)


def test_every_exception_of_the_openai_sdk_is_mapped() -> None:
    public = {getattr(openai, name) for name in dir(openai) if name.endswith("Error") and name[0] != "_"}
    known = {openai.OpenAIError, *below(openai.OpenAIError), *public}
    mapped = {kind for kind, _ in openai_errors.OPENAI}
    assert len(public) >= 17
    assert public - mapped == set()
    assert {kind.__name__ for kind in known - mapped} <= NOT_EXPORTED


def test_every_exception_of_the_gemini_sdk_is_mapped() -> None:
    known = exported(google_errors) | set(below(google_errors.APIError))
    assert len(known) >= 8
    assert known - {kind for kind, _ in gemini_errors.GEMINI} == set()


def test_every_way_a_gemini_answer_can_end_is_mapped() -> None:
    assert set(FinishReason) - set(ENDS) == set()


def test_every_exception_of_the_http_library_is_mapped() -> None:
    mapped = {kind for kind, _ in TRANSPORT}
    assert exported(httpx2) - mapped == set()


@pytest.mark.parametrize(
    "table", [openai_errors.OPENAI, gemini_errors.GEMINI, TRANSPORT], ids=["openai", "gemini", "transport"]
)
def test_no_base_class_hides_a_class_below_it(table: tuple[tuple[type[BaseException], object], ...]) -> None:
    kinds = [kind for kind, _ in table]
    for place, kind in enumerate(kinds):
        assert not any(issubclass(later, kind) for later in kinds[place + 1 :]), kind


def test_a_failed_certificate_is_not_tried_again() -> None:
    error = httpx2.ConnectError("no")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed certificate")
    found = of_transport(error, "models.test")
    assert isinstance(found, PlaygroundError)
    assert (found.kind, found.retryable) == ("network", False)
    assert "certificate" in str(found)


def test_what_is_no_failure_of_the_way_is_left_alone() -> None:
    assert of_transport(KeyError("x"), "models.test") is None


def test_an_exception_nobody_knows_still_becomes_ours() -> None:
    found = openai_errors.openai_error(AttributeError("'str' object has no attribute 'choices'"), "models.test", "m")
    assert found.kind == "protocol"
    assert "choices" not in str(found)


def test_broken_json_is_named_by_the_server() -> None:
    found = openai_errors.openai_error(json.JSONDecodeError("bad", "secret text", 0), "models.test", "m")
    assert str(found).startswith("models.test sent an answer that cannot be read.")

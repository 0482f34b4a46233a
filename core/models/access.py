"""Which providers a run may use, with which key, at which address: decided before the run, and never written down.

Two rules hold everywhere. A key of the server goes to the address that the server's own settings name, never to one
that a visitor typed. In public mode visitors bring their own keys, unless the operator shares the server's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from core.errors import PlaygroundError, SetupError
from core.models.base_urls import check_base_url
from core.providers import Key, KeyFor, read_key
from core.providers.local import RUNTIME_COMMAND, runtime_installed
from core.settings import Settings

ProviderName = Literal["simulated", "openai", "gemini", "local"]
PROVIDERS: tuple[ProviderName, ...] = ("simulated", "openai", "gemini", "local")

NO_KEY: Mapping[str, str] = MappingProxyType(
    {
        "openai": "OpenAI needs a key. Set OPENAI_API_KEY, or type one under “Models and keys” in the app's sidebar.",
        "gemini": "Gemini needs a key. Set GEMINI_API_KEY, or type one under “Models and keys” in the app's sidebar.",
    }
)
NOT_SHARED: Mapping[str, str] = MappingProxyType(
    {
        "openai": "OpenAI needs a key of your own here. Type it under “Models and keys” in the sidebar.",
        "gemini": "Gemini needs a key of your own here. Type it under “Models and keys” in the sidebar.",
    }
)
NO_LOCAL = "Models inside the process are switched off on this public server. Choose another model."


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """What a person has typed in. `compatible` is the key of the server at `base_url`, if it wants one."""

    openai: Key | None = None
    gemini: Key | None = None
    compatible: Key | None = None
    base_url: str | None = None

    def __repr__(self) -> str:
        return "Typed(…)"


@dataclass(frozen=True, slots=True, repr=False)
class Way:
    """How one provider is reached. `whose` key or server it is; `base_url` None is the provider's own address.

    `home` is the folder that holds the folder of models in the process.
    """

    whose: Literal["nobody", "server", "visitor"]
    key: Key | None = None
    base_url: str | None = None
    home: Path | None = None

    def __repr__(self) -> str:
        return f"Way(of {self.whose})"


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """The open ways of one run, and for each closed one a sentence that says why and what to do."""

    open: Mapping[str, Way] = field(default_factory=lambda: {"simulated": Way("nobody")})
    closed: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Access(open: {', '.join(sorted(self.open))})"

    def __reduce__(self) -> tuple[type["Access"], tuple[()]]:
        """Whatever writes it down writes an empty one."""
        return Access, ()

    def way(self, provider: str) -> Way:
        """How to reach `provider`. Raises SetupError that says why not."""
        if provider in self.open:
            return self.open[provider]
        if provider in self.closed:
            raise SetupError(self.closed[provider], kind="auth")
        known = ", ".join(PROVIDERS)
        raise SetupError(f"There is no provider {provider[:40]!r}. Choose a model of one of: {known}.")


SIMULATED_ONLY = Access(closed=NO_KEY)


def grant(settings: Settings, typed: Typed | None = None) -> Access:
    """What a run may use, given the server's settings and what its person typed. Raises nothing: see `closed`."""
    mine = typed or Typed()
    open_ways: dict[str, Way] = {"simulated": Way("nobody")}
    closed: dict[str, str] = {}
    ways: dict[str, Callable[[], Way]] = {
        "openai": lambda: _openai(settings, mine),
        "gemini": lambda: _gemini(settings, mine),
        "local": lambda: _local(settings),
    }
    for provider, way in ways.items():
        try:
            open_ways[provider] = way()
        except PlaygroundError as error:
            closed[provider] = str(error)
    return Access(open_ways, closed)


def grant_operator(settings: Settings) -> Access:
    """What runs from the command line or Python may use: whoever starts those has the environment anyway."""
    return grant(replace(settings, public=False))


def allowed_base_url(text: str, settings: Settings) -> str:
    """A base URL that a visitor typed, checked. Raises SetupError that says what is wrong with it."""
    if not settings.public:
        return check_base_url(text)
    url = check_base_url(text, plain_http=True)
    if url not in {check_base_url(one, plain_http=True) for one in settings.allowed_base_urls}:
        raise SetupError(
            "This base URL is not usable: this public server does not send requests to addresses of visitors. "
            "Leave it empty, or run the app on your own machine."
        )
    return url


def _openai(settings: Settings, typed: Typed) -> Way:
    if typed.base_url:
        return Way("visitor", typed.compatible, allowed_base_url(typed.base_url, settings))
    mine = _servers(settings)
    address = _servers_address(settings) if mine else None
    if typed.openai is not None:
        return Way("visitor", typed.openai, address)
    if mine and settings.openai_api_key:
        return Way("server", _from_environment("OPENAI_API_KEY", settings.openai_api_key, address), address)
    if address is not None:
        return Way("server", None, address)
    raise SetupError((NO_KEY if mine else NOT_SHARED)["openai"], kind="auth")


def _gemini(settings: Settings, typed: Typed) -> Way:
    if typed.gemini is not None:
        return Way("visitor", typed.gemini)
    if _servers(settings) and settings.gemini_api_key:
        return Way("server", _from_environment("GEMINI_API_KEY", settings.gemini_api_key))
    raise SetupError((NO_KEY if _servers(settings) else NOT_SHARED)["gemini"], kind="auth")


def _local(settings: Settings) -> Way:
    if settings.public:
        raise SetupError(NO_LOCAL)
    if not runtime_installed():
        raise SetupError(f"Models inside the process need an extra part. Install it with: {RUNTIME_COMMAND}")
    return Way("nobody", home=settings.home)


def _servers_address(settings: Settings) -> str | None:
    """The base URL of the server's own settings; None is OpenAI's."""
    if not settings.openai_base_url:
        return None
    try:
        return check_base_url(settings.openai_base_url, plain_http=True)
    except SetupError as error:
        raise SetupError(f"OPENAI_BASE_URL in the server's environment: {error}") from None


def _servers(settings: Settings) -> bool:
    """Whether the server's own keys and addresses may be used."""
    return settings.share_keys or not settings.public


def _from_environment(name: str, text: str, address: str | None = None) -> Key:
    kind: KeyFor = "gemini" if name == "GEMINI_API_KEY" else "compatible" if address else "openai"
    try:
        return read_key(text, kind)
    except SetupError as error:
        raise SetupError(f"{name} in the server's environment: {error}", kind="auth") from None

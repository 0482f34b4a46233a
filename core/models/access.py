"""Which providers a run may use, with which key, at which address: decided before the run, and never written down.

Two rules hold everywhere. A key of the server goes to the address that the server's own settings name, never to one
that a visitor typed. In public mode visitors bring their own keys, unless the operator shares the server's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from core.errors import PlaygroundError, SetupError
from core.models.base_urls import check_base_url
from core.models.provider_spec import COMPATIBLE, COMPATIBLE_KEY, FromEnvironment, ProviderRoute, ProviderSpec, Typed
from core.models.provider_table import DEFAULT_MODEL, PROVIDERS
from core.providers import Key, KeyKind, Usage, read_key
from core.settings import Settings


def _always_open() -> dict[str, ProviderRoute]:
    return {DEFAULT_MODEL.partition(":")[0]: ProviderRoute("nobody")}


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """The open routes of one run, for each closed one a sentence that says why and what to do, and all providers."""

    open: Mapping[str, ProviderRoute] = field(default_factory=_always_open)
    closed: Mapping[str, str] = field(default_factory=dict)
    providers: Mapping[str, ProviderSpec] = field(default_factory=lambda: PROVIDERS)

    def __repr__(self) -> str:
        return f"Access(open: {', '.join(sorted(self.open))})"

    def __reduce__(self) -> tuple[type["Access"], tuple[()]]:
        """Whatever writes it down writes an empty one."""
        return Access, ()

    def route(self, provider: str) -> ProviderRoute:
        """How to reach `provider`. Raises SetupError that says why not."""
        if provider in self.open:
            return self.open[provider]
        if provider in self.closed:
            raise SetupError(self.closed[provider], kind="auth")
        known = ", ".join(self.providers)
        raise SetupError(f"There is no provider {provider[:40]!r}. Choose a model of one of: {known}.")

    def price(self, model: str, usage: Usage) -> Decimal | None:
        """US dollars of one call to `provider:model` (simulated ones for a simulated model), None where unknown.

        No price is known of a server that is not the provider's own.
        """
        provider, _, name = model.partition(":")
        if provider not in self.providers or provider in self.elsewhere:
            return None
        return self.providers[provider].price(name, usage)

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The providers that are asked at another address than their own."""
        return tuple(name for name, route in self.open.items() if route.base_url is not None)


SIMULATED_ONLY = Access(closed={name: spec.no_key for name, spec in PROVIDERS.items() if spec.key_kind})


def grant(settings: Settings, typed: Typed | None = None, providers: Mapping[str, ProviderSpec] = PROVIDERS) -> Access:
    """What a run may use, given the server's settings and what its person typed. Raises nothing: see `closed`."""
    open_routes: dict[str, ProviderRoute] = {}
    closed: dict[str, str] = {}
    for name, spec in providers.items():
        try:
            open_routes[name] = _route(name, spec, settings, typed or Typed())
        except PlaygroundError as error:
            closed[name] = str(error)
    return Access(open_routes, closed, providers)


def grant_operator(settings: Settings) -> Access:
    """What runs from the command line or Python may use: whoever starts those has the environment anyway."""
    return grant(replace(settings, public=False))


def allowed_base_url(text: str, settings: Settings) -> str:
    """A base URL that a visitor typed, checked. Raises SetupError that says what is wrong with it."""
    if not settings.public:
        return check_base_url(text)
    url = check_base_url(text, plain_http=True)
    if url not in {check_base_url(allowed, plain_http=True) for allowed in settings.allowed_base_urls}:
        raise SetupError(
            "This base URL is not usable: this public server does not send requests to addresses of visitors. "
            "Leave it empty, or run the app on your own machine."
        )
    return url


def read_typed_key(name: str, text: str, providers: Mapping[str, ProviderSpec] = PROVIDERS) -> Key:
    """The key that a person typed for the provider `name`, or for COMPATIBLE. Raises SetupError with what is wrong."""
    kind = COMPATIBLE_KEY if name == COMPATIBLE else providers[name].key_kind
    if kind is None:
        raise SetupError(f"{providers[name].label} wants no key.")
    return read_key(text, kind)


def _route(name: str, spec: ProviderSpec, settings: Settings, typed: Typed) -> ProviderRoute:
    reason = spec.why_closed(settings)
    if reason:
        raise SetupError(reason)
    if spec.key_kind is None:
        return ProviderRoute("nobody", home=settings.home)
    if spec.base_url is not None and typed.base_url:
        return ProviderRoute("visitor", typed.keys.get(COMPATIBLE), allowed_base_url(typed.base_url, settings))
    servers = settings.share_keys or not settings.public  # whether the server's own keys and addresses may be used
    address = _servers_address(spec.base_url, settings) if servers and spec.base_url else None
    if name in typed.keys:
        return ProviderRoute("visitor", typed.keys[name], address)
    key = _servers_key(spec.key, settings, COMPATIBLE_KEY if address else spec.key_kind) if servers else None
    if key is not None or address is not None:
        return ProviderRoute("server", key, address)
    raise SetupError(spec.no_key if servers else spec.not_shared, kind="auth")


def _servers_address(source: FromEnvironment, settings: Settings) -> str | None:
    """The base URL of the server's own settings; None is the provider's."""
    text = source.read(settings)
    try:
        return check_base_url(text, plain_http=True) if text else None
    except SetupError as error:
        raise SetupError(f"{source.variable} in the server's environment: {error}") from None


def _servers_key(source: FromEnvironment | None, settings: Settings, kind: KeyKind) -> Key | None:
    text = source.read(settings) if source else None
    if source is None or not text:
        return None
    try:
        return read_key(text, kind)
    except SetupError as error:
        raise SetupError(f"{source.variable} in the server's environment: {error}", kind="auth") from None

"""What the playground has to know of a provider, and how one is reached: the columns of the table of providers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

from core.providers import Key, KeyKind, Provider, Usage
from core.settings import Settings
from core.simulated import Simulation

COMPATIBLE = "compatible"
"""The name under which a person types the key of the server at their own base URL."""
COMPATIBLE_KEY = KeyKind("the model server")


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """What a person has typed in: keys by the provider that they are for, and a base URL.

    The key named COMPATIBLE is that of the server at `base_url`, if it wants one.
    """

    keys: Mapping[str, Key] = field(default_factory=dict)
    base_url: str | None = None

    def __repr__(self) -> str:
        return "Typed(…)"

    def with_key(self, name: str, key: Key) -> "Typed":
        """The same with this key in the place of any other for `name`."""
        return replace(self, keys={**self.keys, name: key})

    def at(self, base_url: str | None) -> "Typed":
        """The same with this base URL. A key for another server than that one is dropped."""
        if base_url == self.base_url:
            return self
        return Typed({name: key for name, key in self.keys.items() if name != COMPATIBLE}, base_url)


@dataclass(frozen=True, slots=True, repr=False)
class ProviderRoute:
    """How one provider is reached. `whose` key or server it is; `base_url` None is the provider's own address.

    `home` is the folder that holds the folder of models in the process.
    """

    whose: Literal["nobody", "server", "visitor"]
    key: Key | None = None
    base_url: str | None = None
    home: Path | None = None

    def __repr__(self) -> str:
        return f"ProviderRoute(of {self.whose})"


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """A variable of the server's environment: its name, and where the settings keep what it says."""

    variable: str
    read: Callable[[Settings], str | None]


@dataclass(frozen=True, slots=True)
class Sdk:
    """What a provider loads at its first call, so that a measurement loads it before.

    `open_at` opens it at a base URL, without a key of anybody's; `answer` is a streamed answer of one word in the words
    of such a server. The logger named `logger` writes whole headers at its finest level.
    """

    logger: str
    open_at: Callable[[str], Provider]
    answer: bytes


def unknown_price(_model: str, _usage: Usage) -> Decimal | None:
    """The price of a model that nobody publishes one of."""
    return None


def any_model(_model: str, _route: ProviderRoute) -> None:
    """Nothing is known of the provider's models before one is asked."""


def always_open(_settings: Settings) -> str:
    """No settings close the provider."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSpec:
    """One provider: all in which it differs from the others.

    `label` is its name for people; `open` makes its adapter and imports it, with its SDK, no sooner. `models` are those
    that a picker offers, without the provider's name. A provider with a `key_kind` needs a key, by `key` or typed; one
    with a `base_url` may be asked at other addresses as well. `why_closed` says why these settings do without it,
    `check_model` raises SetupError or InputError for a model that it cannot have, `price` gives US dollars of one call.
    `simulated`: rules answer in the place of a model, in time that may pass faster. `script_title` is what a script for
    its SDK is called, empty where none can be made; `telemetry_name` is its name in OpenTelemetry's conventions.
    """

    label: str
    open: Callable[[ProviderRoute, Simulation], Provider]
    models: tuple[str, ...] = ()
    key_kind: KeyKind | None = None
    key: FromEnvironment | None = None
    base_url: FromEnvironment | None = None
    why_closed: Callable[[Settings], str] = always_open
    check_model: Callable[[str, ProviderRoute], None] = any_model
    price: Callable[[str, Usage], Decimal | None] = unknown_price
    sdk: Sdk | None = None
    simulated: bool = False
    script_title: str = ""
    telemetry_name: str = ""

    @property
    def no_key(self) -> str:
        """What to do without a key where the server's own would do."""
        where = "type one under “Models and keys” in the app's sidebar"
        ways = f"Set {self.key.variable}, or {where}." if self.key else f"{where[0].upper()}{where[1:]}."
        return f"{self.label} needs a key. {ways}"

    @property
    def not_shared(self) -> str:
        """What to do without a key where the server keeps its own to itself."""
        return f"{self.label} needs a key of your own here. Type it under “Models and keys” in the sidebar."

"""The table of providers. A new one is a row here, its adapter in `core/providers`, and a field of the settings."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from types import MappingProxyType

from core.errors import InputError
from core.models.prices import SIMULATED_PRICES, listed_price, simulated_price
from core.models.provider_spec import FromEnvironment, ProviderRoute, ProviderSpec, Sdk
from core.providers import Key, KeyKind, Provider
from core.providers.local import RUNTIME_COMMAND, find_model_file, models_folder, runtime_installed
from core.settings import Settings
from core.simulated import Simulation

DEFAULT_MODEL = "simulated:demo"
LOCAL = "local"


def _open_simulated(_route: ProviderRoute, simulation: Simulation) -> Provider:
    from core.simulated import SimulatedProvider

    return SimulatedProvider(simulation, reader=_reader())


@cache
def _reader() -> ThreadPoolExecutor:
    """Reads long requests to simulated models, one at a time, so that the loop never waits for more than one thread."""
    return ThreadPoolExecutor(1, thread_name_prefix="simulated-reading")


def _check_simulated(model: str, _route: ProviderRoute) -> None:
    if model not in SIMULATED_PRICES:
        known = ", ".join(sorted(SIMULATED_PRICES))
        raise InputError(f"There is no simulated model {model[:60]!r}. Known: {known}.")


def _open_openai(route: ProviderRoute, _simulation: Simulation) -> Provider:
    from core.providers.openai import OpenAIProvider

    return OpenAIProvider(route.key, route.base_url)


def _openai_at(url: str) -> Provider:
    from core.providers.openai import OpenAIProvider

    return OpenAIProvider(None, url)


def _open_gemini(route: ProviderRoute, _simulation: Simulation) -> Provider:
    from core.providers.gemini import GeminiProvider

    assert route.key is not None
    return GeminiProvider(route.key)


def _gemini_at(url: str) -> Provider:
    from core.providers.gemini import GeminiProvider

    return GeminiProvider(Key("rehearsal"), base_url=url)


def _open_local(route: ProviderRoute, _simulation: Simulation) -> Provider:
    from core.providers.local import LocalProvider

    assert route.home is not None
    return LocalProvider(route.home)


def _why_no_local(settings: Settings) -> str:
    if settings.public:
        return "Models inside the process are switched off on this public server. Choose another model."
    if not runtime_installed():
        return f"Models inside the process need an extra part. Install it with: {RUNTIME_COMMAND}"
    return ""


def _check_local(model: str, route: ProviderRoute) -> None:
    assert route.home is not None
    find_model_file(model, models_folder(route.home))


_OPENAI_SDK = Sdk(
    logger="openai",
    open_at=_openai_at,
    answer=b'data: {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "rehearsal", "choices": '
    b'[{"index": 0, "delta": {"content": "Word"}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n',
)
_GEMINI_SDK = Sdk(
    logger="google_genai",
    open_at=_gemini_at,
    answer=b'data: {"candidates": [{"content": {"role": "model", "parts": [{"text": "Word"}]}, '
    b'"finishReason": "STOP"}]}\n\n',
)

PROVIDERS: Mapping[str, ProviderSpec] = MappingProxyType(
    {
        "simulated": ProviderSpec(
            label="Simulated",
            open=_open_simulated,
            models=("demo", "demo-mini", "demo-pro"),
            check_model=_check_simulated,
            price=simulated_price,
            simulated=True,
        ),
        "openai": ProviderSpec(
            label="OpenAI",
            open=_open_openai,
            models=("gpt-5-mini", "gpt-5-nano", "gpt-5", "gpt-4o-mini"),
            key_kind=KeyKind("OpenAI", maker="OpenAI"),
            key=FromEnvironment("OPENAI_API_KEY", lambda settings: settings.openai_api_key),
            base_url=FromEnvironment("OPENAI_BASE_URL", lambda settings: settings.openai_base_url),
            price=partial(listed_price, "openai"),
            sdk=_OPENAI_SDK,
            script_title="OpenAI and compatible servers",
            telemetry_name="openai",
        ),
        "gemini": ProviderSpec(
            label="Gemini",
            open=_open_gemini,
            models=("gemini-2.5-flash", "gemini-2.5-pro", "gemini-3-flash-preview"),
            key_kind=KeyKind("Gemini", maker="Google"),
            key=FromEnvironment("GEMINI_API_KEY", lambda settings: settings.gemini_api_key),
            price=partial(listed_price, "google"),
            sdk=_GEMINI_SDK,
            script_title="Gemini",
            telemetry_name="gcp.gemini",
        ),
        LOCAL: ProviderSpec(
            label="Inside the process",
            open=_open_local,
            why_closed=_why_no_local,
            check_model=_check_local,
            sdk=_OPENAI_SDK,
        ),
    }
)
"""Every provider by the name that stands before the colon of its models, in the order in which people see them."""


def is_simulated(model: str, providers: Mapping[str, ProviderSpec] = PROVIDERS) -> bool:
    """Whether rules answer in the place of the model `provider:model`."""
    spec = providers.get(model.partition(":")[0])
    return spec is not None and spec.simulated


def offered_models(providers: Mapping[str, ProviderSpec] = PROVIDERS) -> list[str]:
    """The models `provider:model` that a picker offers by itself."""
    return [f"{name}:{model}" for name, spec in providers.items() for model in spec.models]

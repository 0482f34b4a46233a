"""Which models there are and who may ask them: the table of providers, keys and addresses, prices, connections."""

from core.models.access import SIMULATED_ONLY, Access, allowed_base_url, grant, grant_operator, read_typed_key
from core.models.connections import Connections, openers, simulated_provider
from core.models.prices import table_date
from core.models.provider_spec import COMPATIBLE, FromEnvironment, ProviderRoute, ProviderSpec, Sdk, Typed
from core.models.provider_table import DEFAULT_MODEL, LOCAL, PROVIDERS, is_simulated, offered_models
from core.simulated import Simulation

__all__ = [
    "Access",
    "COMPATIBLE",
    "Connections",
    "DEFAULT_MODEL",
    "FromEnvironment",
    "LOCAL",
    "PROVIDERS",
    "ProviderRoute",
    "ProviderSpec",
    "SIMULATED_ONLY",
    "Sdk",
    "Simulation",
    "Typed",
    "allowed_base_url",
    "grant",
    "grant_operator",
    "is_simulated",
    "offered_models",
    "openers",
    "read_typed_key",
    "simulated_provider",
    "table_date",
]

"""Which models there are and who may ask them: the table of providers, keys and addresses, prices, connections."""

from core.models.access import PROVIDERS, SIMULATED_ONLY, Access, Typed, allowed_base_url, grant, grant_operator
from core.models.connections import Connections, openers, simulated_provider
from core.models.prices import SIMULATED, price, table_date
from core.simulated import Simulation

__all__ = [
    "Access",
    "Connections",
    "PROVIDERS",
    "SIMULATED",
    "SIMULATED_ONLY",
    "Simulation",
    "Typed",
    "allowed_base_url",
    "grant",
    "grant_operator",
    "openers",
    "price",
    "simulated_provider",
    "table_date",
]

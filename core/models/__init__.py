"""Which models there are and who may ask them: the table of providers, keys and addresses, prices, connections."""

from core.models.access import PROVIDERS, SIMULATED_ONLY, Access, Typed, allowed_base_url, grant, grant_operator
from core.models.connections import Connections, openers
from core.models.prices import SIMULATED, price, table_date

__all__ = [
    "Access",
    "Connections",
    "PROVIDERS",
    "SIMULATED",
    "SIMULATED_ONLY",
    "Typed",
    "allowed_base_url",
    "grant",
    "grant_operator",
    "openers",
    "price",
    "table_date",
]

"""`run --estimate`: about what a run would take, without running it."""

from dataclasses import asdict

from core.cli.context import Desk
from core.cli.summary import heading
from core.models.access import grant_operator
from core.models.prices import table_date
from core.runtime.estimates import estimate
from core.runtime.execution import price_for
from core.runtime.plans import Plan
from core.text.cleaning import visible


def say_estimate(plan: Plan, desk: Desk, *, as_json: bool) -> int:
    """One line for people, one JSON object for scripts. Needs no key."""
    found = estimate(plan, price_for(grant_operator(desk.settings)))
    if as_json:
        desk.write_json({"workflow": plan.workflow.id, "model": plan.options.model, **asdict(found)})
        return 0
    console = desk.console()
    console.print(heading(plan), style="bold")
    console.print(visible(found.sentence))
    if found.stops:
        console.print(visible(f"It would not reach its end: {found.stops}"))
    if not found.simulated:
        console.print(f"Prices of {table_date()}; tokens and seconds as the simulated model has them.")
    return 0

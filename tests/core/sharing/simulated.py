"""Runs on the simulated model, at once."""

from core.models.connections import Connections, openers
from core.runtime.execution import Environment, execute, prepare
from core.runtime.plans import Plan, plan
from core.trace.events import Event

INSTANT = {"simulation": {"speed": 0}, "approve": "all"}


def instant(workflow: str = "calendar-chain") -> Plan:
    """The workflow's first example without waiting."""
    return plan(workflow, None, None, INSTANT)


async def events_of(planned: Plan) -> list[Event]:
    """What happens in the run."""
    connections = Connections(openers(planned.options.simulation))
    run = prepare(planned)
    await execute("original", planned, run, Environment(connections.connect, lambda _model, _usage: 0.001))
    await connections.close()
    return run.log.events

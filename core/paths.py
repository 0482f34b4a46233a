"""The way a run took through its diagram."""

from core.trace import Trace


def taken_edges(trace: Trace) -> frozenset[tuple[str, str]]:
    """The edges a run has taken so far: from each step's causal parents to it, from input and to its end."""
    nodes = {step.id: step.node for step in trace.steps.values()}
    taken = {(nodes[parent], step.node) for step in trace.steps.values() for parent in step.parents}
    taken |= {("input", step.node) for step in trace.steps.values() if not step.parents}
    end = {"completed": "output", "rejected": "rejected"}.get(trace.status)
    if end:
        taken |= {(nodes[last], end) for last in trace.ends} or {("input", end)}
    return frozenset(taken)

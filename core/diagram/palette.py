"""The diagram's colours: dark text on light fills; lines and loose labels stand out from white and from black alike."""

from collections.abc import Mapping

from core.diagram.node_states import NodeStatus

INK, FAINT_INK = "#1f2937", "#6b7280"
LINE, TAKEN = "#7c828c", "#3b82f6"

# Fill and border of a node.
COLOURS: Mapping[NodeStatus, tuple[str, str]] = {
    "planned": ("#e5e7eb", "#8a909a"),
    "running": ("#bfdbfe", "#2563eb"),
    "waiting": ("#fde68a", "#d97706"),
    "completed": ("#bbf7d0", "#16a34a"),
    "reused": ("#cffafe", "#0891b2"),
    "rejected": ("#fde68a", "#d97706"),
    "partly": ("#fed7aa", "#ea580c"),
    "failed": ("#fecaca", "#dc2626"),
    "cancelled": ("#ddd6fe", "#7c3aed"),
    "unreached": ("#f3f4f6", "#8a909a"),
}
STRONG: frozenset[NodeStatus] = frozenset({"running", "waiting", "rejected", "partly", "failed"})

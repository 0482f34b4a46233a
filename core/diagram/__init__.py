"""The picture of a workflow and of how far a run has come in it: its shape, its states, and DOT or Mermaid to draw."""

from core.diagram.drawing import Diagram
from core.diagram.languages import dot, mermaid
from core.diagram.node_states import NodeStatus, overall
from core.diagram.palette import LINE
from core.diagram.paths import fold
from core.diagram.shapes import shape

__all__ = [
    "Diagram",
    "LINE",
    "NodeStatus",
    "dot",
    "fold",
    "mermaid",
    "overall",
    "shape",
]

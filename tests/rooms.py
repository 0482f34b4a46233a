"""The rooms of the house, from the ground up: a room may use only what stands above it in this list.

Rooms in one line do not know each other. Imports within functions and for types alone count like all others.
"""

ROOMS = (
    "core.errors core.settings core.virtual_time core.interrupts",
    "core.text",
    "core.providers",
    "core.simulated",
    "core.models",
    "core.trace",
    "core.llm",
    "core.workflow",
    "core.agents",
    "core.samples",
    "core.vocabulary",
    "core.workflows",
    "core.runtime",
    "core.diagram",
    "core.reports",
    "core.history",
    "core.sharing core.lab",
    "core.export",
    "core.notebook core.cli",
    "core core.__main__",
    "pages.ui",
    "pages.session",
    "pages.models",
    "pages.form",
    "pages.results",
    "pages.run",
    "pages.history pages.compare pages.gallery pages.take_home",
    "pages.server",
    "pages.scripts pages.frame",
    "app",
)

# What a room may use although more stands above it.
NARROW = {
    "core.simulated": {"core.errors", "core.text", "core.providers"},
    "core.workflows": {"core.errors", "core.text", "core.samples", "core.agents", "core.vocabulary", "core.workflow"},
}
# Who alone may use a room.
HIDDEN = {"core.simulated": {"core.models"}}

"""Taking a workflow and its runs out of the app: as one Python file, as pictures, as tables, as OpenTelemetry spans."""

from core.export.script import FLAVOURS, Flavour, Script, export_script, why_not

__all__ = ["FLAVOURS", "Flavour", "Script", "export_script", "why_not"]

"""The few lines of a script that say which model it asks and what a run may use."""

from core.errors import InputError
from core.export.literals import literal
from core.export.modules import Module
from core.export.stand_ins import PARTS
from core.plan import Plan

DEFAULT_MODELS = {"openai": "gpt-5-mini", "gemini": "gemini-2.5-flash"}
REPAIRS = 2
RETRIES = 3
AT_ONCE = 32


def model_in(model: str, flavour: str) -> str:
    """What a model `provider:name` is called in a script of this flavour; empty if it is another provider's."""
    provider, _, name = model.partition(":")
    return name if provider == flavour else ""


def settings_module(plan: Plan, flavour: str) -> Module:
    """The constants, with the run's own limits."""
    limits = plan.options.limits
    if flavour not in DEFAULT_MODELS:
        raise InputError(f"There is no flavour {flavour[:40]!r}. Known: {', '.join(DEFAULT_MODELS)}.")
    model = model_in(plan.options.model, flavour) or DEFAULT_MODELS[flavour]
    lines = (
        "import os",
        f'MODEL = os.environ.get("MODEL", {literal(model)})',
        f"MOST_CALLS = {limits.calls}",
        f"AT_ONCE = {min(limits.concurrency or AT_ONCE, limits.calls_at_once or AT_ONCE)}",
        f"SECONDS_FOR_A_CALL = {literal(limits.call_seconds)}",
        f"SECONDS_FOR_THE_RUN = {literal(limits.seconds)}",
        f"REPAIRS = {REPAIRS}",
        f"RETRIES = {RETRIES}",
    )
    return Module(f"{PARTS}.settings", "\n".join(lines) + "\n")

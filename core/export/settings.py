"""The few lines of a script that say which model it asks and what a run may use."""

from core.errors import InputError
from core.export.literals import literal
from core.export.modules import Module
from core.runtime.plan import Plan

DEFAULT_MODELS = {"openai": "gpt-4o-mini", "gemini": "gemini-2.5-flash"}
AT_ONCE = 32


def model_in(model: str, flavour: str) -> str:
    """What a model `provider:name` is called in a script of this flavour; empty if it is another provider's."""
    provider, _, name = model.partition(":")
    return name if provider == flavour else ""


def settings_module(module: Module, plan: Plan, flavour: str) -> Module:
    """The constants of `module` with the run's own limits and model."""
    limits = plan.options.limits
    if flavour not in DEFAULT_MODELS:
        raise InputError(f"There is no flavour {flavour[:40]!r}. Known: {', '.join(DEFAULT_MODELS)}.")
    values = {
        "MOST_CALLS": limits.calls,
        "AT_ONCE": min(limits.concurrency or AT_ONCE, limits.calls_at_once or AT_ONCE),
        "SECONDS_FOR_A_CALL": limits.call_seconds,
        "SECONDS_FOR_THE_RUN": limits.seconds,
    }
    model = literal(model_in(plan.options.model, flavour) or DEFAULT_MODELS[flavour])
    text = module.source.replace(literal(DEFAULT_MODELS["openai"]), model)
    for name, value in values.items():
        (statement,) = module.defined[name]
        text = text.replace(module.lines[statement.first - 1], f"{name} = {literal(value)}")
    return Module(module.name, text)

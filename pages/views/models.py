"""The models that a picker offers; any other `provider:model` may be typed."""

SIMULATED = ("simulated:demo", "simulated:demo-mini", "simulated:demo-pro")
SIMULATED_NOTE = "simulated model, no key needed"


def model_names(current: str = "") -> list[str]:
    """The names on offer, with the current one among them."""
    names = list(SIMULATED)
    return names if not current or current in names else [*names, current]


def is_simulated(model: str) -> bool:
    """Whether rules answer in the place of a model."""
    return model.startswith("simulated:")

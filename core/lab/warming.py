"""Loading ahead of the first measurement what the first call would load."""


def warm_up() -> None:
    """Load the retry policy, the prices and the simulated model's rules: a third of a second that is no run's own.

    Without this the run that happens to be first would be slower than the others, and it is a sequential one.
    """
    from core.llm.prices import price
    from core.llm.provider import Usage
    from core.llm.retry import RetryPolicy
    from core.llm.simulated import Simulation
    from core.llm.simulated.provider import SimulatedProvider

    RetryPolicy()
    SimulatedProvider(Simulation())
    price("simulated", "demo", Usage(1, 1))

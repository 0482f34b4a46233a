"""What is known of each pattern, told once beside its workflows."""

from dataclasses import dataclass

from core.workflow import Pattern


@dataclass(frozen=True, slots=True)
class Facts:
    """`calls` and `latency` are empty where the workflows of a pattern have nothing in common."""

    idea: str
    calls: str = ""
    latency: str = ""
    use_when: str = ""


FACTS: dict[Pattern, Facts] = {
    "Building blocks": Facts("One call, and what can be added to it: a schema, tools, a search."),
    "Prompt chaining": Facts(
        "Each call works on the answer of the one before.",
        "N, one after the other",
        "sum of the calls",
        "each step needs the one before",
    ),
    "Routing": Facts(
        "A small call sorts the input, then a handler for its kind takes over.",
        "1 classifier + 1 handler",
        "router + handler",
        "inputs of different kinds need different handling",
    ),
    "Parallelization": Facts(
        "Independent calls run at once, and code joins their answers.",
        "N at once",
        "the slowest call",
        "the parts are independent, or speed matters",
    ),
    "Orchestrator and workers": Facts(
        "A plan decides which workers there are, and a last call puts their work together.",
        "1 + N + 1",
        "plan + slowest worker + synthesis",
        "the subtasks depend on the input",
    ),
    "Evaluator and optimizer": Facts(
        "An answer is marked and goes back with the marks until it is good enough.",
        "2–3 a round",
        "2–3 calls × rounds",
        "quality matters and feedback helps",
    ),
    "Combined patterns": Facts("Patterns inside patterns, put together from the same steps."),
    "The model drives": Facts("The model chooses what happens next; turn limits and budgets bound it."),
}

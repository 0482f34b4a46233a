"""Running a workflow: options, plan, execution, the engine behind the app, estimates, runs made from earlier ones."""

from core.runtime.admission import Capacity, Place
from core.runtime.engine import Engine, Run
from core.runtime.estimates import Estimate, Estimator, estimate
from core.runtime.execution import (
    check_model,
    check_providers,
    environment,
    new_run_id,
    prepare,
    price_for,
    run_in_current_loop,
    with_access,
)
from core.runtime.first_calls import Trial, real_providers, try_model, warm_up
from core.runtime.options import RunOptions
from core.runtime.plans import (
    DECISIONS,
    LONGEST_REQUEST,
    Plan,
    check,
    only_recorded,
    option_fields,
    plan,
    run_options,
    split,
)
from core.runtime.reruns import as_editable, labels, rerun

__all__ = [
    "Capacity",
    "DECISIONS",
    "Engine",
    "Estimate",
    "Estimator",
    "LONGEST_REQUEST",
    "Place",
    "Plan",
    "Run",
    "RunOptions",
    "Trial",
    "as_editable",
    "check",
    "check_model",
    "check_providers",
    "environment",
    "estimate",
    "labels",
    "new_run_id",
    "only_recorded",
    "option_fields",
    "plan",
    "prepare",
    "price_for",
    "real_providers",
    "rerun",
    "run_in_current_loop",
    "run_options",
    "split",
    "try_model",
    "warm_up",
    "with_access",
]

"""Code optimizer: one call writes code, tests and a judge mark it, and it goes back with their feedback.

Use it when quality can be measured and feedback helps: running the tests is feedback that cannot be talked round.
"""

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Workflow, fill, gate, prompt, step
from core.samples.code_project import checks_for
from core.samples.sandbox import CodeReport, run_checks


class Code(BaseModel):
    code: str = Field(description="Python code, nothing else")


class Judgement(BaseModel):
    score: int = Field(ge=1, le=10, description="How good the code is, from 1 to 10")
    feedback: str = Field(description="What to do better")


class Round(BaseModel):
    code: str
    score: int
    passed: int
    checks: int
    feedback: str


class Optimized(BaseModel):
    code: str
    score: int
    accepted: bool
    rounds: list[Round]


class OptimizerParams(Params):
    generate_prompt: str = prompt("Write a Python function for the task. Use no imports. Give only the code.")
    judge_prompt: str = prompt(
        "Judge this code for the task from 1 to 10: is it correct, clear and efficient?\nTask: {task}\nTests: {tests}"
    )
    refine_prompt: str = prompt("Improve the code for this task: {task}\nFeedback: {feedback}\nGive only the code.")
    target_score: int = Field(8, ge=1, le=10, description="Good enough from here, if the known tests pass")
    max_iterations: int = Field(3, ge=1, le=10, description="How many versions are written at most")


@step
async def generate(task: str, p: OptimizerParams, llm: LLM) -> str:
    """The first version."""
    return (await llm.parse(fill(p.generate_prompt), task, Code)).code


@step(kind="code")
async def run_tests(code: str, task: str) -> CodeReport:
    """The task's own tests, in the sandbox."""
    return await run_checks(code, checks_for(task))


def problems(report: CodeReport) -> list[str]:
    """What the tests found; where none are known, that there are none."""
    if report.checks:
        return [f"{check.check} fails: {check.problem}" for check in report.checks if check.problem]
    failed = [f"The code fails when it is run: {report.problem}"] if report.problem else []
    return ["No tests are known for this task.", *failed]


@step
async def judge(code: str, report: CodeReport, task: str, p: OptimizerParams, llm: LLM) -> Judgement:
    """A mark and what to do better."""
    tests = "; ".join(problems(report)) or f"all {len(report.checks)} pass"
    return await llm.parse(fill(p.judge_prompt, task=task, tests=tests), code, Judgement)


@step
async def refine(code: str, feedback: str, task: str, p: OptimizerParams, llm: LLM) -> str:
    """The next version."""
    return (await llm.parse(fill(p.refine_prompt, task=task, feedback=feedback), code, Code)).code


async def evaluate(code: str, task: str, p: OptimizerParams, llm: LLM) -> Round:
    report = await run_tests(code, task)
    judged = await judge(code, report, task, p, llm)
    feedback = "\n".join([*problems(report), judged.feedback])
    passed = sum(not check.problem for check in report.checks)
    return Round(code=code, score=judged.score, passed=passed, checks=len(report.checks), feedback=feedback)


async def run(request: str, p: OptimizerParams, llm: LLM) -> Optimized:
    code = await generate(request, p, llm)
    rounds: list[Round] = []
    for iteration in range(p.max_iterations):
        this = await evaluate(code, request, p, llm)
        rounds.append(this)
        good = this.score >= p.target_score and this.passed == this.checks
        values = {"score": this.score, "target_score": p.target_score, "passed": this.passed, "checks": this.checks}
        if gate("good_enough", good, **values):
            return Optimized(code=code, score=this.score, accepted=True, rounds=rounds)
        if iteration + 1 < p.max_iterations:
            code = await refine(code, this.feedback, request, p, llm)
    best = max(rounds, key=lambda attempt: (attempt.passed, attempt.score))
    return Optimized(code=best.code, score=best.score, accepted=False, rounds=rounds)


WORKFLOW = Workflow(
    run=run,
    params=OptimizerParams,
    pattern="Evaluator and optimizer",
    examples=(
        Example("Fibonacci", "Write fibonacci(n): the n-th Fibonacci number, with fibonacci(0) == 0."),
        Example("Word count", "Write count_words(text): how often each word occurs, ignoring case and punctuation."),
        Example("A median", "Write median(numbers): the median of a list of numbers, None for an empty list."),
    ),
    diagram=(
        ("input", "generate"),
        ("generate", "run_tests"),
        ("run_tests", "judge"),
        ("judge", "good_enough"),
        ("good_enough", "refine", "no"),
        ("refine", "run_tests"),
        ("good_enough", "output", "yes"),
        ("good_enough", "output", "no, rounds used up"),
    ),
    calls="2 a round",
    latency="2 calls and the tests × rounds",
    view="code_rounds",
)

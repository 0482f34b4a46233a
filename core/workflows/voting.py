"""Voting: the same question several times, and the answer most samples agree on.

Use it when single answers vary and being sure matters more than being cheap: disagreement is a warning of its own.
"""

from collections import Counter

from pydantic import BaseModel, Field

from core import LLM, Example, Params, Rejected, Workflow, concurrently, fill, gate, prompt, route, step


class Vote(BaseModel):
    answer: str = Field(description="The answer in as few words as possible")


class Choice(BaseModel):
    number: int = Field(ge=1, description="The number of the best answer")
    reason: str = Field(description="Why it is the best")


class Verdict(BaseModel):
    answer: str
    agreement: float
    votes: dict[str, int]
    reason: str = ""


class VotingParams(Params):
    vote_prompt: str = prompt("Answer the question. If choices are given, answer with one of them only.")
    judge_prompt: str = prompt("Which of these answers to the question is the best? Give its number.\n\n{answers}")
    samples: int = Field(5, ge=1, le=25, description="How many times the question is asked")
    temperature: float = Field(0.8, ge=0, le=2, description="How much the samples may differ")
    min_agreement: float = Field(0.6, ge=0, le=1, description="Below this share the result is undecided")
    best_of: bool = Field(False, description="Let a judge pick the best answer instead of counting")


@step
async def vote(question: str, sample: int, p: VotingParams, llm: LLM) -> str:
    """One sample."""
    answer = await llm.parse(fill(p.vote_prompt), question, Vote, temperature=p.temperature, seed=sample)
    return answer.answer.strip().rstrip(".")


@step(kind="join")
async def count(votes: list[str]) -> Verdict:
    """The answer given most often; of equals, the one given first."""
    ballots = Counter(ballot.casefold() for ballot in votes)
    winner, most = ballots.most_common(1)[0]
    answer = next(ballot for ballot in votes if ballot.casefold() == winner)
    return Verdict(answer=answer, agreement=round(most / len(votes), 3), votes=dict(ballots))


@step
async def judge(question: str, votes: list[str], p: VotingParams, llm: LLM) -> Verdict:
    """One more call that picks the best sample."""
    answers = "\n".join(f"{number}. {ballot}" for number, ballot in enumerate(votes, 1))
    choice = await llm.parse(fill(p.judge_prompt, answers=answers), question, Choice)
    best = votes[min(choice.number, len(votes)) - 1]
    ballots = Counter(ballot.casefold() for ballot in votes)
    share = ballots[best.casefold()] / len(votes)
    return Verdict(answer=best, agreement=round(share, 3), votes=dict(ballots), reason=choice.reason)


async def run(request: str, p: VotingParams, llm: LLM) -> Verdict | Rejected:
    votes = await concurrently(*(vote(request, sample, p, llm) for sample in range(p.samples)))
    if route("how", "judge" if p.best_of else "count", best_of=p.best_of) == "judge":
        return await judge(request, votes, p, llm)
    verdict = await count(votes)
    agreed = verdict.agreement >= p.min_agreement
    if not gate("agreed", agreed, agreement=verdict.agreement, min_agreement=p.min_agreement):
        return Rejected(f"Undecided: no answer was given by enough samples. Votes: {verdict.votes}.")
    return verdict


WORKFLOW = Workflow(
    run=run,
    params=VotingParams,
    pattern="Parallelization",
    examples=(
        Example("A clear case", "Is this review positive or negative? “I love it, best tent I ever had.”"),
        Example("A matter of taste", "Which is the nicest season: spring, summer, autumn or winter?"),
        Example("Best of", "Suggest a name for a shop that repairs bicycles.", {"best_of": True}),
    ),
    diagram=(
        ("input", "vote", "each"),
        ("vote", "how", "all"),
        ("how", "count", "count"),
        ("how", "judge", "judge"),
        ("count", "agreed"),
        ("agreed", "output", "yes"),
        ("agreed", "rejected", "no"),
        ("judge", "output"),
    ),
    calls="n (+ 1 with a judge)",
    latency="the slowest sample (+ the judge)",
    view="votes",
)

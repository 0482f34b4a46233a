import pytest

from core.providers.protocol import Request
from core.samples.bundled import storefronts
from core.samples.storefronts import EVERY_STORE, Verdict
from core.simulated.reading import shops
from core.text.html_text import page_text
from core.trace.trace import Trace
from tests.scripted import Answer
from tests.workflows.promotion import asked_for, campaign_of, ends, promote, promoter, sent
from tests.workflows.unprepared.case import Case, simulate

CYCLIC = "storefront-cyclic"
both_flows = pytest.mark.parametrize("flow", ["batch", "streaming"])


class Judge:
    """A model whose judge is not content with the pages that hold these words, before it has seen them so often."""

    def __init__(self, content_after: int, strict_with: str) -> None:
        self.content_after, self.strict_with = content_after, strict_with
        self.judged: dict[str, int] = {}

    def __call__(self, request: Request) -> Answer:
        if request.schema is not Verdict:
            return promoter(request)
        page = request.messages[-1].text
        seen = self.judged[page] = self.judged.get(page, 0) + 1
        good = self.strict_with not in page or seen > self.content_after
        return Verdict(quality=0.7 if good else 0.69, feedback=f"round {seen} is flat")


def visits(trace: Trace, store: str, node: str) -> int:
    return sum(step.node == node and step.item == store for step in trace.steps.values())


@both_flows
async def test_an_email_that_is_not_good_enough_goes_back_to_the_summary_with_the_feedback(flow: str) -> None:
    trace, model = await promote(CYCLIC, "bumblebox\nclackwork", Judge(1, "Gerald"), flow=flow)
    assert sent(trace) == ["bumblebox", "clackwork"]
    assert [visits(trace, store, "summarize") for store in ("bumblebox", "clackwork")] == [2, 1]
    assert [visits(trace, store, "fetch_page") for store in ("bumblebox", "clackwork")] == [1, 1]
    summaries = [asked_for(one) for one in model.requests if "Feedback on your last summary" in asked_for(one)]
    assert sum("round 1 is flat" in one for one in summaries) == 1
    assert sum("none yet" in one for one in summaries) == 2
    attempts = {one.store: one.attempts["summary"] for one in campaign_of(trace).items}
    assert attempts == {"bumblebox": 2, "clackwork": 1}


@both_flows
@pytest.mark.parametrize("most", [1, 2, 3])
async def test_no_item_cycles_for_ever(flow: str, most: int) -> None:
    judge = Judge(99, "Gerald")
    trace, _ = await promote(CYCLIC, "bumblebox\nclackwork", judge, flow=flow, max_attempts=most)
    assert sent(trace) == ["clackwork"]
    assert visits(trace, "bumblebox", "summarize") == visits(trace, "bumblebox", "check_quality") == most
    status, reason = ends(trace)["bumblebox"]
    assert status == "set aside"
    assert reason == f"Set aside after {most} attempt{'s' * (most > 1)}. The last time: round {most} is flat"


async def test_the_last_verdict_says_that_the_item_is_set_aside() -> None:
    trace, _ = await promote(CYCLIC, "bumblebox", Judge(99, "Gerald"), max_attempts=2)
    verdicts = [(step.output, step.input["attempt"]) for step in trace.steps.values() if step.node == "verdict"]
    assert verdicts == [("again", 1), ("set aside", 2)]
    assert trace.status == "completed"


@pytest.mark.parametrize(("min_quality", "rounds"), [(0.69, 1), (0.7, 2)])
async def test_the_threshold_is_the_least_that_is_good_enough(min_quality: float, rounds: int) -> None:
    trace, _ = await promote(CYCLIC, "bumblebox", Judge(1, "Gerald"), min_quality=min_quality)
    assert visits(trace, "bumblebox", "check_quality") == rounds


async def test_the_feedback_of_all_rounds_stays_with_the_item() -> None:
    _, model = await promote(CYCLIC, "bumblebox", Judge(2, "Gerald"))
    last = [asked_for(one) for one in model.requests if "Feedback on your last summary" in asked_for(one)][-1]
    assert "round 1 is flat\nround 2 is flat" in last


async def test_on_the_simulated_model_some_are_sent_back_and_the_feedback_mends_them() -> None:
    trace = await simulate(Case(CYCLIC, EVERY_STORE))
    rounds = [visits(trace, store, "summarize") for store in EVERY_STORE.split()]
    assert set(rounds) == {1, 2}
    assert sent(trace) == EVERY_STORE.split()


async def test_on_the_simulated_model_a_page_with_nothing_to_praise_is_set_aside_at_the_limit() -> None:
    trace = await simulate(Case(CYCLIC, "bumblebox\n<p>Hinge 40 mm, 2.10 €</p>"))
    assert sent(trace) == ["bumblebox"]
    assert ends(trace)["pasted-1"][0] == "set aside"
    assert visits(trace, "pasted-1", "summarize") == 3


async def test_the_simulated_model_writes_from_what_is_on_the_page() -> None:
    html = (
        "<html><head><title>Kalle's Kettles | Home</title></head><body><nav><a>Home</a><a>Cart</a></nav>"
        "<h1>Kalle's Kettles</h1><h3>Whistler</h3><p>€ 39.00</p><h3>Pour-over</h3><p>€ 49.00</p>"
        "<p>We repair every kettle that we have ever sold, free of charge, and we have done so since 1988.</p></body>"
    )
    for workflow in ("storefront-pipeline", "storefront-dag", CYCLIC):
        trace = await simulate(Case(workflow, html))
        (mail,) = campaign_of(trace).outbox
        assert "We repair every kettle" in mail.body
        assert "Dear team of" in mail.body
        assert len(mail.subject.split()) <= 10
    other = await simulate(Case(CYCLIC, html.replace("Kalle", "Bosse").replace("kettle", "lamp")))
    assert "every lamp" in campaign_of(other).outbox[0].body
    assert "Bosse's" in campaign_of(other).outbox[0].body


def test_the_shops_are_told_apart_by_name_and_goods() -> None:
    texts = [page_text(page.html) for page in storefronts()]
    names = [shops.shop_name(text) for text in texts]
    assert names[:3] == ["Bumblebox Games", "Clackwork", "Harrow & Pell Ltd"]
    assert len({*names}) == 6
    assert len({shops.manner(text) for text in texts}) >= 4
    assert all(len(shops.goods(text)) >= 3 for text in texts)

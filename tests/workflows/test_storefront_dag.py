import pytest

from tests.scripted import parents
from tests.workflows.promotion import SUMMARY, asked_for, promote, sent

both_flows = pytest.mark.parametrize("flow", ["batch", "streaming"])


@both_flows
async def test_the_concept_and_the_plan_of_the_email_follow_the_summary_and_meet_in_the_subject(flow: str) -> None:
    trace, _ = await promote("storefront-dag", "bumblebox", flow=flow)
    tree = parents(trace)
    assert tree["brainstorm"] == [["summarize"]]
    assert tree["plan_email"] == [["summarize"]]
    assert sorted(tree["write_subject"][0]) == ["pick_concept", "plan_email"]
    assert sent(trace) == ["bumblebox"]


async def test_the_email_knows_the_summary_as_well_as_the_concept() -> None:
    _, model = await promote("storefront-dag", "bumblebox")
    written = [asked_for(one) for one in model.requests if one.schema is None]
    assert len(written) == 2
    assert all(SUMMARY.praiseworthy in one and "A long talk." in one for one in written)


@both_flows
async def test_a_bundled_and_a_pasted_page_go_the_same_way(flow: str) -> None:
    trace, _ = await promote("storefront-dag", "clackwork\n<html><p>Lamps from Lund.</p></html>", flow=flow)
    assert sent(trace) == ["clackwork", "pasted-1"]


async def test_the_branches_of_a_store_stay_with_its_item() -> None:
    trace, _ = await promote("storefront-dag", "bumblebox\nclackwork", flow="streaming")
    steps = trace.steps
    for one in steps.values():
        if one.item:
            assert {steps[parent].item for parent in one.parents} <= {one.item, ""}

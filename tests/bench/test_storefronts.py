import pytest

from bench.storefronts import TOPOLOGIES, timed


@pytest.mark.parametrize("workflow", TOPOLOGIES)
async def test_batch_and_streaming_send_the_same_emails(workflow: str) -> None:
    assert (await timed(workflow, speed=0)).sent == 6

"""pydantic-graph: steps of its graph builder; the fan-out maps over a list, and a join adds up."""

from typing import Any

from pydantic_graph import GraphBuilder, StepContext, reduce_sum

from bench.works import Body, Work


def chain(length: int, body: Body) -> Work:
    builder = GraphBuilder(input_type=int, output_type=int, auto_instrument=False)

    async def one(context: StepContext[Any, Any, int]) -> int:
        return await body(context.inputs)

    steps = [builder.step(one, node_id=f"step{place}") for place in range(length)]
    for first, second in zip([builder.start_node, *steps], [*steps, builder.end_node], strict=True):
        builder.add_edge(first, second)
    graph = builder.build()
    return lambda: graph.run(inputs=0)


def fan(width: int, body: Body) -> Work:
    builder = GraphBuilder(input_type=list[int], output_type=int, auto_instrument=False)

    async def one(context: StepContext[Any, Any, int]) -> int:
        return await body(context.inputs)

    each = builder.step(one, node_id="one")
    join = builder.join(reduce_sum, initial=0)
    builder.add(
        builder.edge_from(builder.start_node).map().to(each),
        builder.edge_from(each).to(join),
        builder.edge_from(join).to(builder.end_node),
    )
    graph = builder.build()
    return lambda: graph.run(inputs=list(range(width)))

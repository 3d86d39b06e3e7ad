from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generated.servers.memory import GraphResult

from generated.servers.memory import read_graph


def count(graph: "GraphResult", by: GraphLike = None) -> UnknownType:
    total: Whatever = len(graph["entities"])
    return total


count(await read_graph())

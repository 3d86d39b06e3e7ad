// 2 "memory"
const graph = await servers.memroy.read_graph();
graph.entities.length;

import { read_graph } from "generated/servers/memory";
const { entities } = await read_graph();
entities.reduce((counts, { entityType }) => {
  counts[entityType] = (counts[entityType] ?? 0) + 1;
  return counts;
}, {});

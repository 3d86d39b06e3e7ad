/** @param about what the server says of itself */
export function toolDocument(tool, about = "") {
  const found = { parameters: [], parameterDocs: [], enumValues: [] };
  collect(tool.inputSchema, found, 0);
  return {
    group: tool.server,
    name: tool.name,
    ...(tool.title === undefined ? {} : { title: tool.title }),
    description: tool.description,
    ...found,
    about: [about],
  };
}
/** Schemas may hold anything, also themselves: only so deep, and only so much. */
function collect(schema, found, depth) {
  if (!isRecord(schema) || depth > MAX_DEPTH) return;
  if (Array.isArray(schema.enum)) {
    for (const value of schema.enum.slice(0, MAX_ENUM_VALUES))
      if (typeof value === "string" && value.length <= MAX_ENUM_LENGTH) found.enumValues.push(value);
  }
  if (isRecord(schema.properties)) {
    for (const [name, property] of Object.entries(schema.properties)) {
      if (found.parameters.length >= MAX_PARAMETERS) return;
      found.parameters.push(name);
      if (isRecord(property) && typeof property.description === "string") found.parameterDocs.push(property.description.slice(0, MAX_TEXT));
      collect(property, found, depth + 1);
    }
  }
  collect(schema.items, found, depth + 1);
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
const MAX_DEPTH = 4;
const MAX_PARAMETERS = 200;
const MAX_ENUM_VALUES = 100;
const MAX_ENUM_LENGTH = 40;
const MAX_TEXT = 2_000;

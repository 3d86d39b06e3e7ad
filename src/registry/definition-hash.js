import { createHash } from "node:crypto";
/**
 * The SHA-256, in hex, of what a tool is: name, description, schemas and annotations, in a form in which the order of keys makes no
 * difference (in the spirit of RFC 8785). Equal hashes mean that nothing has changed for those who call it.
 */
export function definitionHash(tool) {
  let hash = hashes.get(tool);
  if (hash === undefined) {
    const { name, title, description, inputSchema, outputSchema, annotations } = tool;
    hash = createHash("sha256").update(canonicalJson({ name, title, description, inputSchema, outputSchema, annotations })).digest("hex");
    hashes.set(tool, hash);
  }
  return hash;
}
const hashes = new WeakMap();
/** JSON with sorted keys. */
function canonicalJson(value) {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

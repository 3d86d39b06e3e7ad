import { createContext, Script } from "node:vm";
import { Validator } from "@cfworker/json-schema";
import { didYouMean } from "./closest-names.js";
/**
 * Why a value does not fit a schema, in one line that names path, expectation and the closest name; `undefined` where it fits. A schema
 * that can't be used (broken, a remote `$ref`, a pattern that takes too long) takes everything.
 *
 * @param root what the value is called in the text, for instance `arguments`
 */
export function schemaProblem(schema, value, root) {
  if (schema === true) return undefined;
  let errors;
  try {
    const { validator, hasPattern } = validatorOf(schema);
    const result = hasPattern ? inTime(() => validator.validate(value)) : validator.validate(value);
    if (result.valid) return undefined;
    errors = result.errors;
  } catch {
    return undefined;
  }
  const problems = new Set(leaves(errors, schema).map((error) => describe(error, { schema, value, root })));
  return [...problems].slice(0, 5).join(" ");
}
/**
 * A pattern from a server can take for ever on a text from a program, or the other way round (a regular expression that backtracks). V8
 * ends a script that is overdue, also inside a regular expression.
 * @throws Error when it takes longer than {@link MAX_VALIDATION_MS}
 */
function inTime(work) {
  let result;
  // Made once, when it is first needed: a context costs more than most validations.
  limited ??= createContext({});
  limited.work = () => void (result = work());
  limitedScript.runInContext(limited, { timeout: MAX_VALIDATION_MS });
  return result;
}
let limited;
const limitedScript = new Script("work()");
const MAX_VALIDATION_MS = 100;
const validators = new WeakMap();
function validatorOf(schema) {
  if (typeof schema === "boolean") return { validator: new Validator(schema), hasPattern: false };
  let known = validators.get(schema);
  if (!known) {
    // A dialect that is not named is 2020-12 (MCP 2025-11-25, "Tools").
    const draft = String(schema.$schema ?? "").includes("draft-07") ? "7" : "2020-12";
    known = {
      validator: new Validator(schema, draft, false),
      hasPattern: /"pattern(?:Properties)?":/.test(JSON.stringify(schema)),
    };
    validators.set(schema, known);
  }
  return known;
}
/** The errors that say something: not the ones that only repeat that something inside, or a property that is declared, is wrong. */
function leaves(errors, schema) {
  const said = errors.filter(({ keyword, instanceLocation, error }) => {
    if (["properties", "items", "prefixItems", "$ref", "allOf", "false"].includes(keyword)) return false;
    if (keyword !== "additionalProperties") return true;
    const property = quotedIn(error);
    return property !== undefined && !propertiesAt(schema, pathOf(instanceLocation)).includes(property);
  });
  return said.length > 0 ? said : errors.slice(0, 1);
}
function describe({ keyword, keywordLocation, instanceLocation, error }, { schema, value, root }) {
  const path = pathOf(instanceLocation);
  const where = path.length === 0 ? root : `${root}.${path.join(".")}`;
  const quoted = quotedIn(error);
  const given = valueAt(value, path);
  if (keyword === "additionalProperties" && quoted !== undefined) {
    const known = propertiesAt(schema, path);
    return `${where} has no property ${JSON.stringify(quoted)}.${didYouMean(quoted, known)} Properties: ${known.slice(0, 20).join(", ") || "none"}.`;
  }
  if (keyword === "required" && quoted !== undefined) {
    const unknown = Object.keys(typeof given === "object" && given !== null ? given : {}).filter(
      (key) => !propertiesAt(schema, path).includes(key),
    );
    const near = didYouMean(quoted, unknown).replace("Did you mean", "You gave").replace("?", ".");
    return `${where} lacks the required property ${JSON.stringify(quoted)}.${near}`;
  }
  const expected = keywordValue(schema, keywordLocation);
  if (keyword === "type" && expected !== undefined) return `${where} must be ${list(expected)}, not ${typeName(given)}${shown(given)}.`;
  if (keyword === "enum" && Array.isArray(expected)) {
    const near =
      typeof given === "string"
        ? didYouMean(
            given,
            expected.filter((each) => typeof each === "string"),
          )
        : "";
    const values = expected
      .slice(0, 20)
      .map((each) => JSON.stringify(each))
      .join(", ");
    return `${where} must be one of ${values}${expected.length > 20 ? ", ..." : ""}, not ${typeName(given)}${shown(given)}.${near}`;
  }
  return `${where}: ${error.replace(/\.$/, "")}.`;
}
/** What the schema says at the place of the keyword; `undefined` where the way leads through a reference. */
function keywordValue(schema, location) {
  return valueAt(schema, pathOf(location));
}
function list(types) {
  return Array.isArray(types) ? types.join(" or ") : String(types);
}
function typeName(value) {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
/** A short simple value, to be recognised by. */
function shown(value) {
  return typeof value === "object" || value === undefined ? "" : ` ${JSON.stringify(value).slice(0, 60)}`;
}
/** A JSON pointer's parts (RFC 6901). */
function pathOf(pointer) {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
function quotedIn(error) {
  return /"([^"]*)"/.exec(error)?.[1];
}
function propertiesAt(schema, path) {
  let at = schema;
  for (const part of path) {
    const node = at;
    at = node?.properties?.[part] ?? node?.items;
  }
  const properties = at?.properties;
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}
function valueAt(value, path) {
  return path.reduce((at, part) => (typeof at === "object" && at !== null ? at[part] : undefined), value);
}

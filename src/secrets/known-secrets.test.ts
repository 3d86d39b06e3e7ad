import { expect, test } from "vitest";
import { KnownSecrets } from "./known-secrets.ts";

function knowing(...secrets: string[]): KnownSecrets {
  const known = new KnownSecrets();
  for (const secret of secrets) known.add(secret);
  return known;
}

test("exact copies are taken out of texts, names and values, however deep they are", () => {
  const known = knowing("s3cret-one", "s3cret-two");
  expect(known.redact("Bearer s3cret-one, s3cret-two, s3cret-one")).toBe("Bearer [secret], [secret], [secret]");
  const value = { "s3cret-one": ["x s3cret-two y", 1, null, true, { a: { b: "s3cret-one" } }], plain: "as it was" };
  expect(known.redactIn(value)).toEqual({ "[secret]": ["x [secret] y", 1, null, true, { a: { b: "[secret]" } }], plain: "as it was" });
  let deep: unknown = "s3cret-one";
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  let at = known.redactIn(deep);
  while (Array.isArray(at)) at = at[0];
  expect(at).toBe("[secret]");
});

test("a name like __proto__ stays a name", () => {
  const value = JSON.parse('{"__proto__":{"a":"s3cret-one"},"s3cret-one":1}') as object;
  expect(JSON.stringify(knowing("s3cret-one").redactIn(value))).toBe('{"__proto__":{"a":"[secret]"},"[secret]":1}');
});

test("what is too short to be found without harm is left, and of very many only the latest are known", () => {
  expect(knowing("", "1", "warn").redact("warn 1")).toBe("warn 1");
  const known = knowing(...[...Array(200)].map((_, n) => `secret-${n}-`));
  expect([known.redact("secret-0-"), known.redact("secret-199-")]).toEqual(["secret-0-", "[secret]"]);
});

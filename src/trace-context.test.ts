import { expect, test } from "vitest";
import { parseTraceContext } from "./trace-context.ts";

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

test("what is as the grammar has it is taken as it is", () => {
  const whole = { traceparent, tracestate: "rojo=00f067aa0ba902b7,t61@congo=a b", baggage: "userId=alice,node=DF%2028;ttl=1;p" };
  expect(parseTraceContext(whole)).toEqual(whole);
});

test("of a later version what version 00 knows of is taken", () => {
  expect(parseTraceContext({ traceparent: `cc${traceparent.slice(2)}-what-the-future-will-be` })).toEqual({ traceparent });
});

test.each([
  undefined,
  {},
  { traceparent: 1 },
  { traceparent: "" },
  { traceparent: `${traceparent}-x` },
  { traceparent: traceparent.toUpperCase() },
  { traceparent: `ff${traceparent.slice(2)}` },
  { traceparent: `00-${"0".repeat(32)}-00f067aa0ba902b7-01` },
  { traceparent: `00-4bf92f3577b34da6a3ce929d0e0e4736-${"0".repeat(16)}-01` },
  { traceparent: `${traceparent}\n` },
  { tracestate: "a=b", baggage: "a=b" },
])("%j is no trace context", (fields) => {
  expect(parseTraceContext(fields)).toBeUndefined();
});

test.each([
  ["tracestate", "a"],
  ["tracestate", "A=b"],
  ["tracestate", "a=b,a=c"],
  ["tracestate", "a=b\r\nx: y"],
  ["tracestate", Array.from({ length: 33 }, (_, index) => `k${index}=v`).join(",")],
  ["baggage", "no value"],
  ["baggage", 'a="quoted"'],
  ["baggage", "a=b\nc"],
  ["baggage", `a=${"b".repeat(9_000)}`],
])("a %s that is %j is dropped, and the rest stays", (name, value) => {
  expect(parseTraceContext({ traceparent, [name]: value })).toEqual({ traceparent });
});

test("long garbage takes no time", () => {
  const startedAt = performance.now();
  parseTraceContext({ traceparent, tracestate: `a=${" ".repeat(8_000)}`, baggage: `a=b;${"c ".repeat(4_000)}` });
  expect(performance.now() - startedAt).toBeLessThan(100);
});

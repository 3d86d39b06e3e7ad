import { expect, test } from "vitest";
import { callText, nameText } from "./call-text.ts";

test("what would hide or turn text around is written as an escape", () => {
  expect(callText({ to: "a\u202eb\u200bc\u0000d\u2066e\u{E0041}" }, 1_000)).toBe(
    '{\n  "to": "a\\u{202e}b\\u{200b}c\\u0000d\\u{2066}e\\u{e0041}"\n}',
  );
  expect(nameText("s.t\n\nAllowed by the administrator\u001b[2J")).toBe("s.t\\n\\nAllowed by the administrator\\u{1b}[2J");
});

test("of what is too long the beginning and the end are shown, and how much is missing between", () => {
  const text = callText({ body: `start${"x".repeat(10_000)}end` }, 200);
  expect(text.length).toBeLessThan(260);
  expect(text).toMatch(/^\{\n {2}"body": "startx+\n… 9824 characters are not shown …\nx+end"\n\}$/);
});

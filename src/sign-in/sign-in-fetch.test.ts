import { expect, test } from "vitest";
import { signInFetch } from "./sign-in-fetch.ts";

const asked = async (answer: Response, method = "POST"): Promise<string> => {
  const response = await signInFetch(async () => answer)("https://login.example/token", { method });
  return `${response.status} ${await response.text()}`;
};

test("of an error of an authorization server its code stays, where the RFCs have it, and nothing else", async () => {
  const says = (said: object): Promise<string> => asked(Response.json(said, { status: 400 }));
  expect(await says({ error: "invalid_grant", error_description: "s3cret", error_uri: "https://s3cret", more: "s3cret" })).toBe(
    '400 {"error":"invalid_grant"}',
  );
  expect(await says({ error: "s3cret" })).toBe("400 {}");
  expect(await says(["s3cret"])).toBe("400 {}");
  expect(await asked(new Response("s3cret", { status: 500, headers: { "x-secret": "s3cret" } }))).toBe("500 {}");
  expect(await asked(Response.json({ access_token: "token" }))).toBe('200 {"access_token":"token"}');
  expect(await asked(new Response("not there", { status: 404 }), "GET")).toBe("404 not there");
});

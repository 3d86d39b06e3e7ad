import { readFile, stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { Place } from "../fixtures/sign-in/place.ts";

test("a server that wants a sign-in says so, codemode login brings it, and then its tools work", async () => {
  await using place = await Place.make();
  const before = await place.run(["tools"]);
  expect(before.stderr).toContain("run: codemode login tickets");
  expect(before.stderr).toContain("SIGN_IN_REQUIRED");
  // Nobody is asked anything before the user wants it.
  expect(place.issuer.asked).toEqual([]);

  const login = await place.run(["login", "tickets"]);
  expect([login.code, login.stdout]).toEqual([0, "Signed in at tickets: 3 tools.\n"]);
  expect(login.stderr).toContain(`${place.issuer.issuer}/authorize?`);
  const [visit] = await place.visits();
  expect(visit).toMatchObject({ status: 200, headers: { "content-security-policy": expect.stringContaining("default-src 'none'") } });
  expect(visit?.page).toContain("You can close this window");
  const { searchParams } = new URL(visit?.url ?? "");
  expect(Object.fromEntries(searchParams)).toMatchObject({ code_challenge_method: "S256", resource: place.server.url, scope: "mcp" });
  if (process.platform !== "win32") expect((await stat(place.signIns)).mode & 0o777).toBe(0o600);

  const ran = await place.code("await servers.tickets.whoami({})");
  expect([ran.code, ran.stdout.trim()]).toEqual([0, "ann"]);
  expect(await readFile(place.signIns, "utf8")).toContain(place.issuer.issuer);
});

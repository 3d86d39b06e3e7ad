import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ToolRegistry } from "../../src/registry/registry.ts";
import { keptSignIns } from "../../src/sign-in/kept-sign-in.ts";
import { SignInStore } from "../../src/sign-in/sign-in-store.ts";
import { main } from "../fixtures/http-gateway.ts";
import { Place } from "../fixtures/sign-in/place.ts";

const RESOURCE = "https://tickets.example/mcp";
const held = (access_token: string) => ({
  issuer: "https://login.example",
  byIssuer: { "https://login.example": { client: { client_id: "app" }, tokens: { access_token, refresh_token: "refresh-é" } } },
});

test("1,000 truncations and flips of one bit of the sign-ins are each an error that names file and place; nothing of them is taken or written over", async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-store-"));
  const store = new SignInStore({ folder, store: "file" });
  await store.update(RESOURCE, () => held("access-one"));
  await store.update("https://other.example/mcp", () => held("access-two"));
  const file = join(folder, "sign-ins");
  const whole = await readFile(file);
  for (let n = 0; n < 1_000; n += 1) {
    const spoiled = n % 2 ? Buffer.from(whole) : whole.subarray(0, (n * 7_919) % whole.length);
    if (n % 2) spoiled[(n * 104_729) % whole.length]! ^= 1 << (n % 8);
    await writeFile(file, spoiled);
    const uses = [
      () => store.read(RESOURCE),
      () => store.versionOf(RESOURCE),
      () => store.list(),
      () => store.update(RESOURCE, () => undefined),
      () => store.update(RESOURCE, () => held("access-three")),
    ];
    const place = { code: "STATE_BROKEN", message: expect.stringMatching(/^\S+\/sign-ins .*line 1: /) };
    await expect(uses[n % uses.length]!()).rejects.toMatchObject(place);
    expect(await readFile(file)).toEqual(spoiled);
  }
  await writeFile(file, whole);
  expect(await store.read(RESOURCE)).toEqual(held("access-one"));
});

test("a broken file is told by every command that needs it and by the server that wants a sign-in, and by no other", async () => {
  await using place = await Place.make();
  expect((await place.run(["login", "tickets"])).code).toBe(0);
  const whole = await readFile(place.signIns, "utf8");
  const spoiled = whole.replace("access_token", "access-token");
  await writeFile(place.signIns, spoiled);
  for (const args of [["login"], ["login", "tickets"], ["logout", "tickets"]])
    expect(await place.run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining("[STATE_BROKEN]") });
  const tools = await place.run(["tools"]);
  expect(tools.stderr).toMatch(/"tickets" is not available: .*line 1: .*\[STATE_BROKEN\]/);
  expect(await readFile(place.signIns, "utf8")).toBe(spoiled);
  // Nobody was asked for anything by what was in it.
  expect(place.issuer.count("POST /token refresh_token")).toBe(0);
  expect((await place.visits()).length).toBe(1);

  // A server that takes everybody goes on.
  const { folder, requests } = { folder: join(place.home, "codemode"), requests: place.server.requests };
  const free: ToolRegistry = new ToolRegistry({
    signIn: keptSignIns({ folder, store: "file" }),
    fetch: async () => new Response("{}", { status: 404 }),
  });
  free.addServer("free", { url: place.server.url });
  await free.discoverAll();
  expect(free.listServers()[0]?.state).toMatchObject({ code: "SERVER_PROTOCOL" });
  await free[Symbol.asyncDispose]();
  expect(place.server.requests).toBe(requests);
});

test.skipIf(process.platform === "win32")("a file that others can read is refused", async () => {
  await using place = await Place.make();
  expect((await place.run(["login", "tickets"])).code).toBe(0);
  for (const mode of [0o644, 0o640, 0o604, 0o620]) {
    await chmod(place.signIns, mode);
    for (const args of [
      ["login", "tickets"],
      ["logout", "tickets"],
    ])
      expect(await place.run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining("can be read by others") });
  }
  expect((await place.run(["tools"])).stderr).toContain("can be read by others");
  await chmod(place.signIns, 0o600);
  expect(await place.code("await servers.tickets.whoami({})")).toMatchObject({ code: 0 });
});

// Linux lets everybody mount a small file system of memory in a namespace, unless the machine forbids it.
const namespace = ["unshare", "-Urm"] as const;
const mounts = spawnSync(namespace[0], [namespace[1], "true"]).status === 0;

test.skipIf(!mounts)("a full disk leaves the sign-ins as they were, and no refresh token is used up for what can't be kept", async () => {
  await using place = await Place.make();
  expect((await place.run(["login", "tickets"])).code).toBe(0);
  place.issuer.endAccessTokens();
  const run = `"${process.execPath}" "${main}" run --config "${place.config}" -e "await servers.tickets.whoami({})"`;
  const script = `
    cp "$KEPT" "$HOME/before" && mount -t tmpfs -o size=64k none "$HOME/codemode" && cp -p "$HOME/before" "$KEPT" && chmod 600 "$KEPT"
    dd if=/dev/zero of="$HOME/codemode/filler" bs=1k count=1000 2> /dev/null
    ${run}; cmp "$KEPT" "$HOME/before" && echo as it was; ls "$HOME/codemode"
    # Room for a lock, and for nothing else.
    truncate -s -4096 "$HOME/codemode/filler"; ${run}; cmp "$KEPT" "$HOME/before" && echo still as it was
    rm "$HOME/codemode/filler"; ${run}; cmp -s "$KEPT" "$HOME/before" || echo renewed`;
  const { stdout, stderr } = await place.shell([...namespace, "bash", "-c", script], { KEPT: place.signIns });
  expect(stderr.match(/sign-ins .*can't be written: ENOSPC.*It is as it was/g)).toHaveLength(2);
  expect(stdout.split("\n").filter(Boolean)).toEqual(["as it was", "filler", "sign-ins", "still as it was", "ann", "renewed"]);
  expect([place.issuer.count("POST /token refresh_token"), place.issuer.reused]).toEqual([1, 0]);
});

// A keyring of its own, unlocked, as a desktop has it.
const hasKeyring = ["dbus-run-session", "gnome-keyring-daemon"].every((program) => spawnSync("which", [program]).status === 0);
if (!hasKeyring) console.info("The keyring is not tested here: it needs dbus-run-session and gnome-keyring-daemon.");
if (!mounts) console.info("A full disk is not tested here: it needs unshare and user namespaces.");

test.skipIf(!hasKeyring)("with a keyring that works the tokens are in it, and the file says only that", { timeout: 120_000 }, async () => {
  await using place = await Place.make();
  await place.configure(undefined, { codemode: { signIn: { store: "auto" } } });
  const codemode = (args: string): string => `"${process.execPath}" "${main}" ${args} --config "${place.config}"`;
  // As somebody does it in the keyring's own window.
  const library = fileURLToPath(import.meta.resolve("@napi-rs/keyring"));
  const entry = `'mcp-codemode', '${place.server.url}', { linux: { store: 'secret-service' } }`;
  const forget = `if (!new (require('${library}').Entry)(${entry}).deletePassword()) throw new Error('nothing there')`;
  const script = `
    echo -n secret | gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1
    ${codemode("login tickets")} && cat "$KEPT" && ${codemode('run -e "await servers.tickets.whoami({})"')}
    "${process.execPath}" -e "${forget}"; ${codemode("tools")} 2>&1 | grep -o 'wants a sign-in'; ${codemode("login tickets")}
    ${codemode("logout tickets")}; ${codemode("tools")}`;
  const { stdout, stderr } = await place.shell(["dbus-run-session", "--", "bash", "-c", script], { KEPT: place.signIns });
  expect([stdout, stderr]).toEqual([
    expect.stringContaining("Signed in at tickets: 3 tools."),
    expect.stringContaining("SIGN_IN_REQUIRED"),
  ]);
  expect(stderr).not.toContain("nothing there");
  expect(stdout).toMatch(/\nwants a sign-in\nSigned in at tickets/);
  expect(stdout).toContain('"in": "keyring"');
  expect(stdout).toContain("\nann\n");
  expect(stdout).toContain("takes the tokens no more");
  for (const secret of place.issuer.secrets) expect(stdout + stderr).not.toContain(secret);
});

test("without a keyring that works auto keeps in the file, and keyring is an error that says what to do", async () => {
  await using place = await Place.make();
  for (const [store, code] of [
    ["keyring", 2],
    ["auto", 0],
  ] as const) {
    await place.configure(undefined, { codemode: { signIn: { store } } });
    const login = await place.run(["login", "tickets"], { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nowhere" });
    expect([store, login.code, login.stderr]).toEqual([store, code, expect.anything()]);
    if (code === 2) expect(login.stderr).toContain('"store": "file"');
  }
  expect(await readFile(place.signIns, "utf8")).toContain('"in": "file"');
});

test("what one writes is what others read, and changes at once all count", async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-store-"));
  const stores = [1, 2].map(() => new SignInStore({ folder, store: "file" }));
  await Promise.all([...Array(20)].map((_, n) => stores[n % 2]!.update(`https://${n}.example/`, () => held(`access-${n}`))));
  expect((await stores[0]!.list()).length).toBe(20);
  const before = await stores[0]!.versionOf("https://3.example/");
  await stores[1]!.update("https://4.example/", () => undefined);
  expect(await stores[0]!.versionOf("https://3.example/")).toBe(before);
  await stores[1]!.update("https://3.example/", () => held("another"));
  expect(await stores[0]!.versionOf("https://3.example/")).not.toBe(before);
  expect(await stores[0]!.read("https://4.example/")).toBeUndefined();
});

import { expect, test } from "vitest";
import { fetchBeyond } from "./beyond-server.ts";

/** Which address a request beyond a server reaches: itself, or nothing. */
async function reached(server: string, url: string, redirects: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const asked: string[] = [];
  const beyond = fetchBeyond(new URL(server), async (input) => {
    asked.push(String(input));
    const location = redirects[String(input)];
    return location === undefined ? new Response("{}") : new Response(null, { status: 302, headers: { location } });
  });
  await beyond(url).catch(() => {});
  return asked;
}

const PUBLIC = "https://203.0.113.7/mcp";

test.each([
  "http://127.0.0.1/",
  "http://127.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0177.0.0.1/",
  "http://127.0.0.1./",
  "http://0.0.0.0/",
  "http://localhost/",
  "http://LOCALHOST./",
  "http://a.localhost/",
  "http://10.1.2.3/",
  "http://172.31.255.255/",
  "http://192.168.0.1/",
  "http://100.64.0.1/",
  "http://198.18.0.1/",
  "http://224.0.0.1/",
  "http://255.255.255.255/",
  "http://169.254.169.254/latest/meta-data/",
  "http://2852039166/",
  "http://100.100.100.200/",
  "http://168.63.129.16/",
  "http://[::1]/",
  "http://[::]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:a9fe:a9fe]/",
  "http://[::127.0.0.1]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[64:ff9b:1::a9fe:a9fe]/",
  "http://[2002:7f00:1::]/",
  "http://[2002:c0a8:1::1]/",
  "http://[fd00::1]/",
  "http://[fd00:ec2::254]/",
  "http://[fe80::1]/",
  "http://[fec0::1]/",
  "http://[ff02::1]/",
])("a server of the internet sends nobody to %s, nor by a redirect", async (url) => {
  expect(await reached(PUBLIC, url)).toEqual([]);
  expect(await reached(PUBLIC, "https://203.0.113.8/", { "https://203.0.113.8/": url })).toEqual(["https://203.0.113.8/"]);
});

test.each([
  "https://203.0.113.9/",
  "http://8.8.8.8/",
  "http://[2606:4700::1111]/",
  "http://[64:ff9b::808:808]/",
  "http://[2002:808:808::1]/",
])("it may send somebody to %s", async (url) => {
  expect(await reached(PUBLIC, url)).toEqual([url]);
});

test("a server inside may send somebody inside, and still to no address where clouds keep credentials", async () => {
  const inside = "http://10.0.0.1/mcp";
  expect(await reached(inside, "http://192.168.0.1/")).toEqual(["http://192.168.0.1/"]);
  for (const url of ["http://169.254.169.254/", "http://[fd00:ec2::254]/", "http://[::ffff:169.254.169.254]/", "http://192.0.0.192/"])
    expect(await reached(inside, url)).toEqual([]);
  expect(await reached(inside, "http://10.0.0.2/", { "http://10.0.0.2/": "http://169.254.169.254/" })).toEqual(["http://10.0.0.2/"]);
});

test("a request with a body is never sent on, and a chain of redirects ends", async () => {
  const asked: string[] = [];
  const beyond = fetchBeyond(new URL(PUBLIC), async (input) => {
    asked.push(String(input));
    return new Response(null, { status: 307, headers: { location: "https://203.0.113.9/" } });
  });
  await expect(beyond("https://203.0.113.8/token", { method: "POST", body: "secret" })).rejects.toThrow("redirects");
  expect(asked).toEqual(["https://203.0.113.8/token"]);
  await expect(beyond("https://203.0.113.8/")).rejects.toThrow("redirects");
  expect(asked.length).toBe(5);
});

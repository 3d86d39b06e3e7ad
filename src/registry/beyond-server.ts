import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { UnauthorizedError, type FetchLike } from "@modelcontextprotocol/client";

/**
 * Requests to where a server sends us for a sign-in: the addresses in its challenge and in the metadata behind it. A server of the internet sends nobody
 * to an internal address, also not by a name or a redirect that leads there; one that is internal itself may, but never to a link-local
 * address, where clouds keep credentials (MCP, Security Best Practices, "Server-Side Request Forgery"). A name that resolves to something else a moment later is not seen.
 * @throws UnauthorizedError where the address is internal
 */
export function fetchBeyond(server: URL, next: FetchLike): FetchLike {
  return async (input, init) => {
    let url = new URL(input);
    for (let hops = 0; ; hops += 1) {
      if (url.origin !== server.origin) await refuseInternal(url, server);
      const response = await next(url, { ...init, redirect: "manual" });
      const target = response.headers.get("location");
      if (target === null || response.status < 300 || response.status >= 400) return response;
      // What a request carries is for the address that it was made for.
      const { method = "GET" } = init ?? {};
      if (method !== "GET" || hops >= MAX_REDIRECTS) throw new UnauthorizedError(`${url.origin} redirects a request of the sign-in.`);
      await response.body?.cancel();
      url = new URL(target, url);
    }
  };
}

async function refuseInternal(url: URL, server: URL): Promise<void> {
  const kind = await kindOf(url);
  if (kind === "public" || (kind === "internal" && (await kindOf(server)) !== "public")) return;
  throw new UnauthorizedError(`${server.origin} sends the sign-in to the internal address ${url.origin}, which is not asked.`);
}

type Kind = "public" | "internal" | "link-local";

async function kindOf({ hostname }: URL): Promise<Kind> {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (/(^|\.)localhost\.?$/i.test(host)) return "internal";
  const addresses = isIP(host) === 0 ? await lookup(host, { all: true }).catch(() => []) : [{ address: host, family: isIP(host) }];
  const kinds = addresses.map(({ address, family }): Kind => {
    const type = family === 6 ? "ipv6" : "ipv4";
    if (linkLocal.check(address, type)) return "link-local";
    return internal.check(address, type) ? "internal" : "public";
  });
  if (kinds.includes("link-local")) return "link-local";
  return kinds.includes("internal") ? "internal" : "public";
}

/** RFC 3927, RFC 4291. Addresses of IPv4 in IPv6 are found as what they are. */
const linkLocal = new BlockList();
linkLocal.addSubnet("169.254.0.0", 16);
linkLocal.addSubnet("fe80::", 10, "ipv6");

/** RFC 6890: this host, loopback, private networks, shared address space, unique local addresses. */
const internal = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  internal.addSubnet(network, prefix);
internal.addSubnet("::", 127, "ipv6");
internal.addSubnet("fc00::", 7, "ipv6");

const MAX_REDIRECTS = 3;

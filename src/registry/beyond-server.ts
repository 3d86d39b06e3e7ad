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
  if (!(await isInternalBeyond(url, server))) return;
  throw new UnauthorizedError(`${server.origin} sends the sign-in to the internal address ${url.origin}, which is not asked.`);
}

/** Whether an address is one that this server may not send anybody to. */
export async function isInternalBeyond(url: URL, server: URL): Promise<boolean> {
  if (url.origin === server.origin) return false;
  const kind = await kindOf(url);
  return kind === "metadata" || (kind === "internal" && (await kindOf(server)) === "public");
}

/** `metadata` is where clouds keep credentials. */
type Kind = "public" | "internal" | "metadata";

async function kindOf({ hostname }: URL): Promise<Kind> {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (/(^|\.)localhost\.?$/i.test(host)) return "internal";
  const addresses = isIP(host) === 0 ? await lookup(host, { all: true }).catch(() => []) : [{ address: host, family: isIP(host) }];
  const kinds = addresses.flatMap(({ address, family }) => (family === 6 ? [address, ...embedded(address)] : [address])).map(kindOfAddress);
  return kinds.find((kind) => kind === "metadata") ?? kinds.find((kind) => kind === "internal") ?? "public";
}

function kindOfAddress(address: string): Kind {
  const type = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (metadata.check(address, type)) return "metadata";
  return internal.check(address, type) ? "internal" : "public";
}

/**
 * The address of IPv4 that stands in one of IPv6 and that a gateway on the way may make of it: IPv4-compatible (RFC 4291, section 2.5.5.1), NAT64
 * (RFC 6052, RFC 8215) and 6to4 (RFC 3056). Those with `::ffff:` a BlockList knows itself.
 */
function embedded(address: string): string[] {
  const groups = groupsOf(address);
  const [first, second, third] = groups;
  const at =
    first === 0x2002 ? 1 : groups.slice(0, 6).every((group) => group === 0) || (first === 0x64 && second === 0xff9b) ? 6 : undefined;
  if (at === undefined || (first === 0x64 && third !== 0 && third !== 1)) return [];
  const [high = 0, low = 0] = groups.slice(at, at + 2);
  return [`${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`];
}

/** The eight groups of an address as `URL` and `lookup` write it. */
function groupsOf(address: string): number[] {
  // As a URL has it, without a zone and with the last four bytes in hexadecimal.
  const spelled = new URL(`http://[${address.replace(/%.*$/, "")}]`).hostname.slice(1, -1);
  const [head = "", tail] = spelled.split("::");
  const parse = (part: string): number[] => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [parse(head), parse(tail ?? "")];
  return tail === undefined ? before : [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/** RFC 3927, RFC 4291, and where Amazon, Alibaba, Azure and Oracle have theirs beside. */
const metadata = new BlockList();
metadata.addSubnet("169.254.0.0", 16);
metadata.addSubnet("fe80::", 10, "ipv6");
metadata.addAddress("fd00:ec2::254", "ipv6");
for (const address of ["100.100.100.200", "168.63.129.16", "192.0.0.192"]) metadata.addAddress(address);

/** RFC 6890: this host, loopback, private networks, shared address space, tests, multicast, unique local and site-local addresses. */
const internal = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  internal.addSubnet(network, prefix);
internal.addSubnet("::", 127, "ipv6");
internal.addSubnet("fc00::", 7, "ipv6");
internal.addSubnet("fec0::", 10, "ipv6");
internal.addSubnet("ff00::", 8, "ipv6");

const MAX_REDIRECTS = 3;

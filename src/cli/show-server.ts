import { homedir } from "node:os";
import { visibleText } from "../visible-text.ts";
import { isRecord } from "../is-record.ts";

/** What a person wants to know of an entry in one line; of variables and headers only the names, as their values may be secrets. */
export function showEntry(entry: unknown): string {
  if (!isRecord(entry)) return "no object";
  const parts = [addressOf(entry)];
  if (isRecord(entry.env) && Object.keys(entry.env).length > 0) parts.push(`[${Object.keys(entry.env).map(word).join(", ")}]`);
  if (isRecord(entry.headers) && Object.keys(entry.headers).length > 0) parts.push(`[${Object.keys(entry.headers).map(word).join(", ")}]`);
  return parts.join("  ");
}

/** The command line of a server, or its URL without what may be secret in it. */
export function addressOf(entry: unknown): string {
  if (!isRecord(entry)) return "no object";
  if (typeof entry.url === "string") return word(withoutSecrets(entry.url));
  const args = Array.isArray(entry.args) ? entry.args : [];
  return [entry.command, ...args].map((each) => word(String(each))).join(" ");
}

export function transportOf(entry: unknown): "stdio" | "http" {
  return isRecord(entry) && entry.url !== undefined ? "http" : "stdio";
}

/** A path as people write it. */
export function shortPath(path: string): string {
  const home = homedir();
  return word(path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path);
}

/** A text of somebody else's as one word: in quotes, and with nothing hidden, where it is more than that. */
export function word(text: string): string {
  return /^[\w@%+=:,./~!?&#*${}[\]\\-]+$/.test(text) ? text : visibleText(text);
}

function withoutSecrets(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/?#]*@/, "$1").replaceAll(/([?&][^=&#]+=)(?!\$\{)[^&#]+/g, "$1...");
}

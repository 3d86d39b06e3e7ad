import type { Client, RequestOptions } from "@modelcontextprotocol/client";
import { z } from "zod";
import { listAll } from "./pages.ts";

/** What a server offers to read (MCP `Resource`), as it lists it; `uri` and `name` are there, and whatever else it says. Untrusted. */
export interface Resource {
  /** The server's name in the config. */
  readonly server: string;
  readonly uri: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly [more: string]: unknown;
}

/** A family of resources (MCP `ResourceTemplate`, RFC 6570), as the server lists it. Untrusted. */
export interface ResourceTemplate {
  readonly server: string;
  readonly uriTemplate: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly [more: string]: unknown;
}

/** A prompt of a server (MCP `Prompt`), as the server lists it. Untrusted. */
export interface Prompt {
  readonly server: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly arguments?: readonly unknown[] | undefined;
  readonly [more: string]: unknown;
}

const text = z.string().optional().catch(undefined);
const described = { name: z.string().min(1).max(1_000), title: text, description: text };
const resource = z.looseObject({ ...described, uri: z.string().min(1).max(10_000), mimeType: text });
const template = z.looseObject({ ...described, uriTemplate: z.string().min(1).max(10_000), mimeType: text });
const prompt = z.looseObject({ ...described, arguments: z.array(z.unknown()).optional().catch(undefined) });

/** All resources of a server; entries without a name or address are left out. */
export async function listResources(client: Client, server: string, options: RequestOptions): Promise<Resource[]> {
  return read(await listAll(client, "resources/list", options), resource, server);
}

export async function listResourceTemplates(client: Client, server: string, options: RequestOptions): Promise<ResourceTemplate[]> {
  return read(await listAll(client, "resources/templates/list", options), template, server);
}

export async function listPrompts(client: Client, server: string, options: RequestOptions): Promise<Prompt[]> {
  return read(await listAll(client, "prompts/list", options), prompt, server);
}

function read<T extends object>(entries: readonly unknown[], schema: z.ZodType<T>, server: string): (T & { server: string })[] {
  return entries.flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [{ ...parsed.data, server }] : [];
  });
}

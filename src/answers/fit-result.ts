import type { ContentBlock } from "@modelcontextprotocol/client";
import { printType } from "../bindings/typescript/print-type.ts";
import { isContentBlock } from "../executor/content.ts";
import type { ExecutionResult } from "../executor/result.ts";
import type { Handle, HandleStore, Kept } from "../handles/handle-store.ts";
import { shapeOf } from "../result-shapes/shape.ts";
import { shapeType } from "../result-shapes/shape-type.ts";
import { estimateTokens } from "../tokens.ts";
import { cutMiddle } from "./cut-text.ts";
import { cutValue } from "./cut-value.ts";

export interface FitOptions {
  /** What value and output may take together, and what shown texts may. */
  readonly maxTokens: number;
  /** Images, sounds and files of more than so many bytes are linked, not sent. */
  readonly maxInlineBytes: number;
  readonly handles: HandleStore;
  readonly owner?: string;
}

/** A handle as an answer gives it, with what can be said of the thing in a line. */
export interface GivenHandle extends Handle {
  /** The type of a JSON value, or the first line of a text. */
  readonly preview?: string;
}

/** An execution's result, no longer than it may be: what was cut says so, and the whole is kept under a handle. */
export interface FittedResult extends ExecutionResult {
  /** What was cut. */
  readonly truncated?: { readonly value?: Cut; readonly output?: Cut };
  /** What is kept of this execution. */
  readonly handles?: readonly GivenHandle[];
  /** What value, output and shown texts take in tokens. */
  readonly tokens: number;
}

export interface Cut {
  /** Of the whole. */
  readonly bytes: number;
  /** Where the whole is; absent where it was too big even for that. */
  readonly handle?: string;
}

/** Fits a result into an answer. A value that is content goes out as content. */
export function fitResult(result: ExecutionResult, { maxTokens, maxInlineBytes, handles, owner }: FitOptions): FittedResult {
  const { content: shown = [], ...rest } = result;
  const given: GivenHandle[] = [];
  const keep = (kept: Kept, name: string): Handle | undefined => {
    const handle = handles.keep(kept, name, { owner, isPrivate: result.private });
    if (handle) given.push({ ...handle, ...previewOf(kept) });
    return handle;
  };

  const value = contentOf(rest.value);
  const asContent = [...shown, ...(value ?? [])];
  const plain = value === undefined ? rest : { ...rest, value: value.map(summaryOf) };
  const content = fitContent(asContent, { maxTokens, maxInlineBytes, keep });

  const valueTokens = "value" in plain ? estimateTokens(JSON.stringify(plain.value)) : 0;
  const outputTokens = estimateTokens(plain.output);
  const truncated: { value?: Cut; output?: Cut } = {};
  const fitted: { value?: unknown; output: string } = { output: plain.output, ...("value" in plain ? { value: plain.value } : {}) };
  if (valueTokens + outputTokens > maxTokens) {
    const valueRoom = Math.max(Math.floor(maxTokens / 2), maxTokens - outputTokens);
    if (valueTokens > valueRoom) {
      fitted.value = typeof plain.value === "string" ? cutToTokens(plain.value, valueRoom) : cutValue(plain.value, valueRoom);
      const kept: Kept = typeof plain.value === "string" ? { kind: "text", text: plain.value } : { kind: "json", value: plain.value };
      truncated.value = cutOf(kept, keep(kept, "value"));
    }
    const outputRoom = maxTokens - Math.min(valueTokens, valueRoom);
    if (outputTokens > outputRoom) {
      fitted.output = cutToTokens(plain.output, outputRoom);
      const kept: Kept = { kind: "text", text: plain.output };
      truncated.output = cutOf(kept, keep(kept, "output"));
    }
  }
  return {
    ...plain,
    ...fitted,
    ...(content.length > 0 ? { content } : {}),
    ...(Object.keys(truncated).length > 0 ? { truncated } : {}),
    ...(given.length > 0 ? { handles: given } : {}),
    tokens: tokensOf(fitted, content),
  };
}

/** A returned value that is content: one block, or a list of blocks. Texts alone are a value as any other. */
function contentOf(value: unknown): readonly ContentBlock[] | undefined {
  const blocks = Array.isArray(value) ? value : [value];
  if (blocks.length === 0 || !blocks.every(isContentBlock)) return undefined;
  return blocks.some(({ type }) => type !== "text") ? blocks : undefined;
}

/** What the value says of a block that goes out beside it. */
function summaryOf(block: ContentBlock): unknown {
  if (block.type === "text") return block;
  if (block.type === "resource") return { type: "resource", uri: block.resource.uri, mimeType: block.resource.mimeType };
  if (block.type === "resource_link") return { type: "resource_link", uri: block.uri, name: block.name };
  return { type: block.type, mimeType: block.mimeType, bytes: Buffer.byteLength(block.data, "base64") };
}

function tokensOf({ value, output }: { readonly value?: unknown; readonly output: string }, content: readonly ContentBlock[]): number {
  const texts = content.flatMap((block) => (block.type === "text" ? [block.text] : []));
  return [output, ...(value === undefined ? [] : [JSON.stringify(value)]), ...texts].reduce((sum, text) => sum + estimateTokens(text), 0);
}

interface ContentOptions {
  readonly maxTokens: number;
  readonly maxInlineBytes: number;
  readonly keep: (kept: Kept, name: string) => Handle | undefined;
}

/** Texts within the budget together, big files as links to what is kept. */
function fitContent(content: readonly ContentBlock[], { maxTokens, maxInlineBytes, keep }: ContentOptions): ContentBlock[] {
  let left = maxTokens;
  const text = (whole: string, name: string): string => {
    const tokens = estimateTokens(whole);
    if (tokens <= left) {
      left -= tokens;
      return whole;
    }
    const handle = keep({ kind: "text", text: whole }, name);
    const cut = cutToTokens(whole, left);
    left = 0;
    return handle ? `${cut}\n(The whole: ${handle.uri})` : cut;
  };
  const file = (base64: string, mimeType: string, name: string, block: ContentBlock): ContentBlock => {
    if (Buffer.byteLength(base64, "base64") <= maxInlineBytes) return block;
    const handle = keep({ kind: "bytes", base64, mimeType }, name);
    if (!handle) return { type: "text", text: `[${name} of ${Buffer.byteLength(base64, "base64")} bytes, too big to send or to keep]` };
    return { type: "resource_link", uri: handle.uri, name, mimeType, size: handle.bytes };
  };
  return content.map((block) => {
    switch (block.type) {
      case "text":
        return { ...block, text: text(block.text, "text") };
      case "image":
      case "audio":
        return file(block.data, block.mimeType, block.type, block);
      case "resource": {
        const { resource } = block;
        if ("blob" in resource) return file(resource.blob, resource.mimeType ?? "application/octet-stream", resource.uri, block);
        return { ...block, resource: { ...resource, text: text(resource.text, resource.uri) } };
      }
      default:
        return block;
    }
  });
}

function cutOf(kept: Kept, handle: Handle | undefined): Cut {
  const bytes = Buffer.byteLength(kept.kind === "json" ? JSON.stringify(kept.value) : kept.kind === "text" ? kept.text : kept.base64);
  return { bytes, ...(handle ? { handle: handle.uri } : {}) };
}

/** Texts differ in how many characters a token has: less and less, until it fits. */
function cutToTokens(text: string, maxTokens: number): string {
  for (let characters = maxTokens * 6; characters > 200; characters = Math.floor(characters * 0.7)) {
    const cut = cutMiddle(text, characters);
    if (estimateTokens(cut) <= maxTokens) return cut;
  }
  return cutMiddle(text, Math.max(maxTokens - 10, 0));
}

function previewOf(kept: Kept): { readonly preview?: string } {
  if (kept.kind === "bytes") return {};
  const whole =
    kept.kind === "text"
      ? (kept.text.trimStart().split("\n", 1)[0] ?? "")
      : printType(shapeType(shapeOf(kept.value)), { detail: "signature" });
  return { preview: whole.length > MAX_PREVIEW ? `${whole.slice(0, MAX_PREVIEW)}…` : whole };
}

const MAX_PREVIEW = 300;

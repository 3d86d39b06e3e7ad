// What a program finds beside the language itself, for the check. What both drivers have is typed; the rest is there and may be anything.

interface Console {
  log(...data: any[]): void;
  info(...data: any[]): void;
  debug(...data: any[]): void;
  warn(...data: any[]): void;
  error(...data: any[]): void;
  table(data?: any, columns?: any): void;
  dir(value?: any, options?: any): void;
  trace(...data: any[]): void;
  group(...data: any[]): void;
  groupCollapsed(...data: any[]): void;
  groupEnd(): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  timeLog(label?: string, ...data: any[]): void;
  count(label?: string): void;
  countReset(label?: string): void;
  assert(condition?: any, ...data: any[]): void;
  clear(): void;
  [other: string]: any;
}
declare const console: Console;

declare function setTimeout(callback: (...args: any[]) => any, ms?: number, ...args: any[]): any;
declare function setInterval(callback: (...args: any[]) => any, ms?: number, ...args: any[]): any;
declare function clearTimeout(id?: any): void;
declare function clearInterval(id?: any): void;
declare function setImmediate(callback: (...args: any[]) => any, ...args: any[]): any;
declare function clearImmediate(id?: any): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(value: T, options?: any): T;
declare function atob(text: string): string;
declare function btoa(text: string): string;

declare class URLSearchParams {
  constructor(init?: any);
  readonly size: number;
  append(name: string, value: any): void;
  delete(name: string, value?: any): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: any): boolean;
  set(name: string, value: any): void;
  sort(): void;
  toString(): string;
  forEach(callback: (value: string, key: string, parent: URLSearchParams) => void, thisArg?: any): void;
  entries(): IterableIterator<[string, string]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
declare class URL {
  constructor(url: string | URL, base?: string | URL);
  static canParse(url: string | URL, base?: string | URL): boolean;
  static parse(url: string | URL, base?: string | URL): URL | null;
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toString(): string;
  toJSON(): string;
}
declare class TextEncoder {
  readonly encoding: string;
  encode(text?: string): Uint8Array;
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}
declare class TextDecoder {
  constructor(label?: string, options?: any);
  readonly encoding: string;
  decode(input?: any, options?: any): string;
}
declare const crypto: { randomUUID(): string; getRandomValues<T>(array: T): T; readonly subtle: any };
declare const performance: { now(): number; readonly timeOrigin: number; [other: string]: any };
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
  [other: string]: any;
}
declare const AbortSignal: any;
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: any): void;
}

/** A tool's failure, as a program catches it. */
declare class ToolError extends Error {
  readonly server: string;
  readonly tool: string;
  readonly code: string;
  readonly content?: any;
  readonly retryable: boolean;
}
/** Questions about tools. */
declare const tools: {
  search(
    query: string,
    options?: { server?: string; limit?: number; offset?: number },
  ): Promise<
    {
      server: string;
      tool: string;
      identifier?: string;
      import?: string;
      signature: string;
      description: string;
      also?: string[];
      skill?: string;
    }[]
  >;
  describe(name: string): Promise<any>;
  servers(): Promise<{ server: string; state: string; tools: number; deferred?: number; description?: string }[]>;
};

/** Tells the user how far the program is. */
declare function progress(done: number, total?: number | null, message?: string | null): void;
/** Hands content to the user: texts, content blocks of MCP (bytes may stand for Base64), lists of records as tables. */
declare function show(...content: any[]): void;
interface ResourceOfServer {
  server: string;
  uri: string;
  name: string;
  title?: string;
  description?: string;
  mimeType?: string;
  [more: string]: any;
}
/** What servers offer to read. */
declare const resources: {
  list(options?: { server?: string; query?: string }): Promise<ResourceOfServer[]>;
  templates(options?: { server?: string; query?: string }): Promise<(Omit<ResourceOfServer, "uri"> & { uriTemplate: string })[]>;
  read(uri: string, options?: { server?: string }): Promise<any>;
};
/** Prompts of servers. */
declare const prompts: {
  list(options?: {
    server?: string;
    query?: string;
  }): Promise<{ server: string; name: string; title?: string; description?: string; arguments?: any[]; [more: string]: any }[]>;
  get(
    name: string,
    args?: Record<string, any>,
    options?: { server?: string },
  ): Promise<{ description?: string; messages: { role: string; content: any }[] }>;
};
/** What earlier executions have kept. */
declare const handles: { load(handle: string): Promise<any> };

declare const self: any;
declare var name: any;
declare var onerror: any;
declare var onunhandledrejection: any;
declare const fetch: any;
declare const Temporal: any;

type Blob = any;
type File = any;
type FormData = any;
type Headers = any;
type Request = any;
type Response = any;
type Event = any;
type CustomEvent = any;
type EventTarget = any;
type DOMException = any;
type ReadableStream<T = any> = any;
type WritableStream<T = any> = any;
type TransformStream<I = any, O = any> = any;
declare const Blob: any, File: any, FileReader: any, FormData: any, Headers: any, Request: any, Response: any;
declare const Event: any, CustomEvent: any, ErrorEvent: any, CloseEvent: any, MessageEvent: any, ProgressEvent: any, EventTarget: any;
declare const PromiseRejectionEvent: any, DOMException: any, QuotaExceededError: any;
declare const ReadableStream: any, WritableStream: any, TransformStream: any, CompressionStream: any, DecompressionStream: any;
declare const TextDecoderStream: any, TextEncoderStream: any, ByteLengthQueuingStrategy: any, CountQueuingStrategy: any;
declare const ReadableStreamDefaultReader: any, ReadableStreamBYOBReader: any, WritableStreamDefaultWriter: any;
declare const URLPattern: any, MessageChannel: any, MessagePort: any, Crypto: any, CryptoKey: any, SubtleCrypto: any;
declare const Performance: any, PerformanceEntry: any, PerformanceMark: any, PerformanceMeasure: any, PerformanceObserver: any;
declare const WebSocket: any, WebSocketStream: any, EventSource: any, XMLHttpRequest: any, WebTransport: any;

/** The few things that the guest takes from the process it runs in, before any program does. */
declare const Deno: {
  readonly args: readonly string[];
  readonly stdin: { read(into: Uint8Array): Promise<number | null>; readSync(into: Uint8Array): number | null };
  readonly stdout: { writeSync(bytes: Uint8Array): number };
  readonly stderr: { writeSync(bytes: Uint8Array): number };
  readonly permissions: { revokeSync(permission: { readonly name: "read" }): unknown };
  readTextFileSync(path: string): string;
  readDirSync(path: string): Iterable<{ readonly name: string }>;
  openSync(path: string): { readSync(into: Uint8Array): number | null; seekSync(offset: number, from: number): number };
  readonly SeekMode: { readonly Start: number; readonly End: number };
  exit(code: number): never;
};
declare module "node:fs" {
  export function openSync(path: string): number;
  export function readdirSync(path: string): string[];
  export function readFileSync(path: string): Uint8Array<ArrayBuffer>;
  export function readSync(file: number, into: Uint8Array, offset?: number, length?: number): number;
  export function writeSync(file: number, from: Uint8Array | string, offset?: number): number;
}
declare module "node:process" {
  const process: { readonly argv: readonly string[]; exit(code: number): never };
  export default process;
}
declare const performance: { now(): number };
interface Formatter {
  formatWithOptions(options: object, ...parts: readonly unknown[]): string;
}
/** Bundled; runs the library at the first call. */
declare function require(name: "node-inspect-extracted"): Formatter;
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class URLSearchParams {
  constructor(text: string);
  append(...args: unknown[]): void;
  delete(...args: unknown[]): void;
  set(...args: unknown[]): void;
  sort(...args: unknown[]): void;
}
declare class URL {
  search: string;
}
declare function queueMicrotask(task: () => void): void;
declare function setTimeout(task: () => void, ms: number): unknown;
declare function btoa(binary: string): string;
declare function addEventListener(type: "unhandledrejection", listener: (event: { reason: unknown; preventDefault(): void }) => void): void;
declare function addEventListener(type: "error", listener: (event: { error: unknown; preventDefault(): void }) => void): void;
declare class MessageChannel {
  readonly port1: { onmessage: (() => void) | null };
  readonly port2: { postMessage(message: unknown): void };
}
/** What the process around QuickJS gives to the guest. */
// oxlint-disable-next-line no-var -- only `var` declares a property of globalThis
declare var $host: {
  write(text: string): void;
  evaluate(code: string, file: string): unknown;
  formatterSource(): string;
  setTimer(id: number, ms: number): void;
  onEvent(receive: (line: string) => void, fire: (timer: number) => void, unhandled: (reason: unknown) => void): void;
  exit(): never;
  outOfMemory(): never;
};

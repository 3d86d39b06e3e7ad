/** What the guest needs of the JavaScript engine it runs in; one small module for each engine provides it. */
export interface Engine {
  /** Hands text to the host; returns when the pipe has taken it. */
  write(text: string): void;
  /** Evaluates an expression in the global scope; stack frames name `file`. */
  evaluate(code: string, file: string): unknown;
  /** Several values as one text, as Node's `util.format` writes them. */
  format(parts: readonly unknown[]): string;
  /** One turn of the event loop, after which rejections that nobody handles have been reported. */
  turn(): Promise<void>;
  /** Whether the stack of an error made after an `await` leads to the awaiting code. */
  readonly asyncStacks: boolean;
  /** Loads what programs are likely to need and what takes the engine some time. */
  warmUp(): void;
  /** Ends the process. */
  exit(): never;
  /** Ends the process and tells the host why: no memory is left, also none to go on with. */
  outOfMemory(): never;
}

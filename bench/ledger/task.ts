/** A call of a tool, as a model makes it. */
export interface Call {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What a model is told of a call: the texts of its result. */
export interface Heard {
  readonly text: string;
  readonly isError: boolean;
}

/**
 * The policy of a task without code: gives the calls that can be made by what is known, is told what each of them answered, in the same order,
 * and returns the answer when it knows it.
 */
export type Script = Generator<readonly Call[], unknown, readonly Heard[]>;

export interface Task {
  /** Of its shape: `chain of eight`. */
  readonly name: string;
  /** What the user asks. */
  readonly prompt: string;
  /** The right answer, out of the generator: JSON. */
  readonly answer: unknown;
  readonly script: () => Script;
  /** What an agent searches for that does not know the bindings yet. */
  readonly query: string;
  /** TypeScript, whose value is the answer. */
  readonly code: string;
}

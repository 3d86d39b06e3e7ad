/** What a search may use of its owner's, beside the words. A hook that fails or takes more than 5 seconds is left out of that search. */
export interface SearchHooks {
  /**
   * Vectors of texts, all of one length, from a model of the owner's choice. The ranking by cosine is fused with the ranking by words.
   * Vectors of tools are kept by what they are of, so that each definition is embedded once.
   */
  readonly embed?: (texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>;
  /** Where vectors are kept, one file; use another with another model. @default in memory */
  readonly vectorFile?: string;
  /** Puts the best hits in an order of its own; what it leaves out comes behind in the order that it had. */
  readonly rerank?: (query: string, hits: readonly RankedHit[]) => readonly RankedHit[] | Promise<readonly RankedHit[]>;
}

/** What a reranker is told of a hit. */
export interface RankedHit {
  /** `skills` for a skill. */
  readonly server: string;
  readonly tool: string;
  readonly description: string;
}

/** What a hook gives, or what is wrong with it. */
export async function askHook<Answer>(
  name: string,
  ask: () => Answer | Promise<Answer>,
): Promise<{ answer: Answer } | { problem: string }> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it took more than ${HOOK_MS} ms`)), HOOK_MS);
    });
    return { answer: await Promise.race([(async () => ask())(), late]) };
  } catch (error) {
    return { problem: `The search ran without ${name}: ${error instanceof Error ? error.message : String(error)}.` };
  } finally {
    clearTimeout(timer);
  }
}

const HOOK_MS = 5_000;

import type { Tool } from "../registry/tool.ts";

/** What is made of a server's tools, made again only when these have changed, or what else it depends on. */
export class PerServer<Made> {
  readonly #known = new Map<string, { readonly made: Made; readonly tools: readonly Tool[]; readonly beside: string | number }>();

  /** @param beside tells, by being another, that it has to be made again although the tools are the same */
  of(server: string, tools: readonly Tool[], beside: string | number, make: () => Made): Made {
    const known = this.#known.get(server);
    const same = known?.beside === beside && known.tools.length === tools.length && known.tools.every((tool, at) => tool === tools[at]);
    if (known && same) return known.made;
    const made = make();
    this.#known.set(server, { made, tools, beside });
    return made;
  }
}

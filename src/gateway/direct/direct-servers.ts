import type { Codemode, ServerChange } from "../../codemode.ts";
import type { Caller } from "../../executor/caller.ts";
import type { Tool } from "../../registry/tool.ts";
import { matchesTool } from "../../tool-patterns.ts";

/** Which servers and tools clients get as the servers have them: those that `codemode.tools.direct` names, and those of the mode `direct` or `both`. */
export class DirectServers {
  readonly #codemode: Codemode;
  readonly #isNamed: (tool: { readonly server: string; readonly name: string }) => boolean;

  constructor(codemode: Codemode) {
    this.#codemode = codemode;
    this.#isNamed = matchesTool(codemode.config.tools.direct);
  }

  /** Whether no client gets anything. */
  get isEmpty(): boolean {
    const { config, access } = this.#codemode;
    return config.tools.direct.length === 0 && !access.isDirectForSome;
  }

  /** Servers that are direct as a whole, with their resources and prompts. */
  servers(caller: Caller | undefined): string[] {
    const { registry } = this.#codemode;
    return registry.listServers().flatMap(({ name }) => (this.#isWhole(name, caller) ? [name] : []));
  }

  /** Whether it is so for some client. */
  mayBeWhole(server: string): boolean {
    return this.#isNamed({ server, name: "" }) || this.#codemode.access.isDirectForSome;
  }

  /** Tools that are listed one by one, in the order of their servers. */
  tools(caller: Caller | undefined): Tool[] {
    const { registry, access, config } = this.#codemode;
    const isListed = (tool: Tool): boolean =>
      this.#isNamed(tool) || (config.access.direct === "tools" && access.reaches(tool.server, "direct", caller));
    return registry.listTools().filter((tool) => isListed(tool) && !access.hides(tool, caller));
  }

  /** Whether a change at a server may be one of what clients have from here. */
  concerns({ server }: Pick<ServerChange, "server">): boolean {
    const { registry, access } = this.#codemode;
    return access.isDirectForSome || this.#isNamed({ server, name: "" }) || registry.listTools(server).some(this.#isNamed);
  }

  #isWhole(server: string, caller: Caller | undefined): boolean {
    const { access } = this.#codemode;
    // A pattern that fits a tool of no name fits the server.
    const isDirect = this.#isNamed({ server, name: "" }) || access.reaches(server, "direct", caller);
    return isDirect && !access.hides({ server, name: "", annotations: {} }, caller);
  }
}

import type { Client } from "@modelcontextprotocol/client";

type Listener = () => void;

interface Watched {
  readonly listeners: Set<Listener>;
  /** Ends what was asked of the server. */
  stop?: () => Promise<unknown>;
}

/**
 * The resources of one server whose changes somebody wants to hear of: asked of the server once, whoever wants it, and asked again of a new
 * connection. Before 2026-07-28 by `resources/subscribe`, since then by `subscriptions/listen`.
 */
export class WatchedResources {
  readonly #watched = new Map<string, Watched>();

  /** The server says that a resource has changed. */
  changed(uri: string): void {
    for (const listener of this.#watched.get(uri)?.listeners ?? []) listener();
  }

  /** Tells of changes of a resource until what it returns is called. @throws what the server says */
  async watch(client: Client, uri: string, listener: Listener): Promise<() => Promise<void>> {
    const watched: Watched = this.#watched.get(uri) ?? { listeners: new Set() };
    this.#watched.set(uri, watched);
    watched.listeners.add(listener);
    try {
      watched.stop ??= await subscribe(client, uri);
    } catch (error) {
      await this.#leave(uri, listener);
      throw error;
    }
    return () => this.#leave(uri, listener);
  }

  /** Asks a new connection for all that was asked of the one before. */
  async renew(client: Client): Promise<void> {
    for (const [uri, watched] of this.#watched) {
      // Who watches is not told that a server does not have it any more.
      const stop = await subscribe(client, uri).catch(() => undefined);
      if (stop) watched.stop = stop;
    }
  }

  async #leave(uri: string, listener: Listener): Promise<void> {
    const watched = this.#watched.get(uri);
    if (!watched?.listeners.delete(listener) || watched.listeners.size > 0) return;
    this.#watched.delete(uri);
    await watched.stop?.().catch(() => {});
  }
}

async function subscribe(client: Client, uri: string): Promise<() => Promise<unknown>> {
  if (client.getProtocolEra() === "modern") {
    const subscription = await client.listen({ resourceSubscriptions: [uri] });
    return () => subscription.close();
  }
  await client.subscribeResource({ uri });
  return () => client.unsubscribeResource({ uri });
}

import type { KnownPeer } from "../known-peers.ts";
import { LibraryProcess } from "../library-process.ts";
import type { ServedServer } from "./served-server.ts";
import type { SurfaceQuestion } from "./surface-messages.ts";
import type { AlwaysOn, SurfaceAbout, Trip, Wanted } from "./surface.ts";

/** A peer that makes what a model reads, in a process of its own. */
export class SurfaceProcess extends LibraryProcess<SurfaceQuestion> {
  /** @throws where what it needs can't be installed */
  constructor(peer: KnownPeer) {
    super(peer, "tokens/surface-host.js", "surface.js");
  }

  /** The surfaces that it makes, by their index. */
  about(): Promise<readonly SurfaceAbout[]> {
    return this.ask({ kind: "about" }) as Promise<readonly SurfaceAbout[]>;
  }

  open(index: number, servers: readonly ServedServer[]): Promise<AlwaysOn> {
    return this.ask({ kind: "open", index, servers }) as Promise<AlwaysOn>;
  }

  /** By the surface that was opened last. */
  search(wanted: Wanted): Promise<Trip> {
    return this.ask({ kind: "search", wanted }) as Promise<Trip>;
  }
}

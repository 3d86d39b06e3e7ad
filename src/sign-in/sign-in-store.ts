import { createHash, randomUUID } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { SignInConfig } from "../config/config.ts";
import { CodemodeError, messageOf } from "../errors.ts";
import { StateFile } from "../files/state-file.ts";
import { withLock } from "../process/lock.ts";
import { forgetInKeyring, keyringWorks, readKeyring, writeKeyring } from "./keyring.ts";

const signedIn = z.strictObject({
  /** What the authorization server knows us as, where that was not in the config. */
  client: z.strictObject({
    client_id: z.string(),
    client_secret: z.string().optional(),
    token_endpoint_auth_method: z.string().optional(),
    /** Where its browser comes back to; absent for a client of the config. */
    redirect_uri: z.string().optional(),
  }),
  tokens: z
    .strictObject({
      access_token: z.string(),
      refresh_token: z.string().optional(),
      scope: z.string().optional(),
      /** By our clock; absent where the authorization server has not said it. */
      endsAtMs: z.number().optional(),
      /** When another is asked for, while this one still lasts. */
      renewAtMs: z.number().optional(),
    })
    .optional(),
  resourceMetadataUrl: z.string().optional(),
});

/** What came of a sign-in: of one issuer, for one resource. */
export type SignedIn = z.infer<typeof signedIn>;

const held = z.strictObject({
  /** Whose tokens are sent. */
  issuer: z.string(),
  byIssuer: z.record(z.string(), signedIn),
});

/** The sign-ins at one resource by their issuers. */
export type HeldSignIns = z.infer<typeof held>;

const state = z.record(
  z.string(),
  z.discriminatedUnion("in", [
    z.strictObject({ in: z.literal("file"), signIns: held }),
    // `version` is another after each change, so that nobody has to ask the keyring whether there was one.
    z.strictObject({ in: z.literal("keyring"), version: z.string() }),
  ]),
);

/**
 * The sign-ins at servers, by the URL of the server (the resource of RFC 8707) and then by issuer: a token is never sent to whom it is not for.
 * They are in one file that its owner alone can read, or in the keyring, and then the file says only that.
 */
export class SignInStore {
  readonly #folder: string;
  readonly #preference: SignInConfig["store"];
  readonly #file: StateFile<z.infer<typeof state>>;

  constructor({ folder, store }: SignInConfig) {
    this.#folder = folder;
    this.#preference = store;
    this.#file = new StateFile(join(folder, "sign-ins"), { what: WHAT, schema: state, empty: {} });
  }

  /** @throws CodemodeError `STATE_BROKEN` where the file is broken, or others can read it */
  async read(resource: string): Promise<HeldSignIns | undefined> {
    const entry = (await this.#read())[resource];
    if (entry === undefined) return undefined;
    return entry.in === "file" ? entry.signIns : this.#fromKeyring(resource);
  }

  /** Changes whenever what {@link SignInStore.read} gives does; `undefined` where there is nothing. Asks no keyring. */
  async versionOf(resource: string): Promise<string | undefined> {
    const entry = (await this.#read())[resource];
    if (entry === undefined) return undefined;
    return entry.in === "keyring" ? entry.version : createHash("sha256").update(JSON.stringify(entry.signIns)).digest("hex");
  }

  /** The resources that there are sign-ins for. */
  async list(): Promise<string[]> {
    return Object.keys(await this.#read());
  }

  /**
   * Changes the sign-ins at a resource; `undefined` forgets them.
   * @throws CodemodeError `STATE_BROKEN`; then everything is as it was
   */
  async update(resource: string, change: (now: HeldSignIns | undefined) => HeldSignIns | undefined): Promise<void> {
    const before = await this.#read();
    const place = await this.#placeOf(before[resource]?.in);
    // The keyring and the file are two writes: others that change the same resource wait for both.
    await this.#locked(resource, "change", async () => {
      const entry = (await this.#read())[resource];
      const next = change(entry === undefined ? undefined : entry.in === "file" ? entry.signIns : await this.#fromKeyring(resource));
      if (next !== undefined && place === "keyring") await writeKeyring(resource, JSON.stringify(next));
      await this.#file.update(({ [resource]: _, ...others }) =>
        next === undefined
          ? others
          : { ...others, [resource]: place === "keyring" ? { in: "keyring", version: randomUUID() } : { in: "file", signIns: next } },
      );
      if (entry?.in === "keyring" && (next === undefined || place === "file")) await forgetInKeyring(resource);
    });
  }

  /** Runs something while no other process does so for this resource: a refresh token is used once. */
  exclusively<T>(resource: string, work: () => Promise<T>): Promise<T> {
    return this.#locked(resource, "refresh", work);
  }

  async #locked<T>(resource: string, what: string, work: () => Promise<T>): Promise<T> {
    const name = `sign-ins.${createHash("sha256").update(resource).digest("hex").slice(0, 16)}.${what}.lock`;
    let entered = false;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const enter = (): Promise<T> => {
        entered = true;
        return work();
      };
      return await withLock(join(this.#folder, name), enter, { longestWaitMs: LONGEST_WAIT_MS });
    } catch (error) {
      if (entered || error instanceof CodemodeError) throw error;
      const problem = `${this.#file.path} (${WHAT}) can't be written: ${messageOf(error)}. It is as it was.`;
      throw new CodemodeError("STATE_BROKEN", problem, { cause: error, data: { file: this.#file.path } });
    }
  }

  /** Where a sign-in is kept: where it is, unless the config says otherwise. */
  async #placeOf(now: "file" | "keyring" | undefined): Promise<"file" | "keyring"> {
    if (this.#preference !== "auto") return this.#preference;
    return now ?? ((await keyringWorks()) ? "keyring" : "file");
  }

  /** An entry that somebody has removed or changed in the keyring is none: a sign-in writes it anew. */
  async #fromKeyring(resource: string): Promise<HeldSignIns | undefined> {
    const text = await readKeyring(resource);
    return held.safeParse(text === undefined ? undefined : parseJson(text)).data;
  }

  async #read(): Promise<z.infer<typeof state>> {
    const { path } = this.#file;
    const mode = await stat(path).then(
      (stats) => stats.mode,
      () => 0,
    );
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new CodemodeError(
        "STATE_BROKEN",
        `${path} (${WHAT}) can be read by others, so what is in it may be known to them. Delete it and sign in anew, or make it yours alone: chmod 600 ${path}`,
        { data: { file: path } },
      );
    return this.#file.read();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const WHAT = "the sign-ins at servers";
/** Longer than the requests of one refresh take. */
const LONGEST_WAIT_MS = 120_000;

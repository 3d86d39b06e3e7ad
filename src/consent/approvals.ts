import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { configFolder } from "../config/places.ts";
import { CodemodeError } from "../errors.ts";
import { StateFile } from "../files/state-file.ts";
import { approvalHash } from "./covered.ts";

const schema = z.record(z.string(), z.strictObject({ hash: z.string(), at: z.string() }));

/** Which configs of projects the user has approved: by real path, the hash of what was seen, and when. */
export type Approvals = z.infer<typeof schema>;

/**
 * Passes where the user has approved what a project's config says now.
 * @throws CodemodeError `CONFIG_NOT_APPROVED`, whose data have `file`, `hash` and whether it was `approved` before; `STATE_BROKEN`
 */
export async function assertApproved(file: string, document: unknown, environment: NodeJS.ProcessEnv): Promise<void> {
  const place = await realpath(file);
  const hash = approvalHash(place, document);
  const known = (await stateOf(environment).read())[place];
  if (known?.hash === hash) return;
  throw new CodemodeError(
    "CONFIG_NOT_APPROVED",
    `${file} was found in the working directory, and ${known ? "it is not as you have approved it" : "you have not approved it"}: nothing of it was started. See what it runs and approve it with: codemode approve ${file}`,
    { data: { file, hash, approved: known !== undefined } },
  );
}

/** Approves what a config says now. @returns what was approved, a hash @throws CodemodeError `STATE_BROKEN`, `BUSY` */
export async function approve(file: string, document: unknown, environment: NodeJS.ProcessEnv): Promise<string> {
  const place = await realpath(file);
  const hash = approvalHash(place, document);
  await stateOf(environment).update((now) => ({ ...now, [place]: { hash, at: new Date().toISOString() } }));
  return hash;
}

/**
 * What the user has changed in a config by us stays approved, if it was approved as it was before.
 * @throws CodemodeError `STATE_BROKEN`, `BUSY`
 */
export async function keepApproved(
  file: string,
  { before, after }: { readonly before: unknown; readonly after: unknown },
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const place = await realpath(file);
  const [was, is] = [approvalHash(place, before), approvalHash(place, after)];
  if ((await stateOf(environment).read())[place]?.hash !== was || was === is) return;
  await stateOf(environment).update((now) =>
    now[place]?.hash === was ? { ...now, [place]: { hash: is, at: new Date().toISOString() } } : now,
  );
}

/** Takes an approval back. @returns whether there was one @throws CodemodeError `STATE_BROKEN`, `BUSY` */
export async function revoke(file: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  // A file that is gone may still be approved.
  const place = await realpath(file).catch(() => file);
  let had = false;
  await stateOf(environment).update((now) => {
    had = Object.hasOwn(now, place);
    return Object.fromEntries(Object.entries(now).filter(([each]) => each !== place));
  });
  return had;
}

/** @throws CodemodeError `STATE_BROKEN` */
export function listApprovals(environment: NodeJS.ProcessEnv): Promise<Approvals> {
  return stateOf(environment).read();
}

function stateOf(environment: NodeJS.ProcessEnv): StateFile<Approvals> {
  return new StateFile(join(configFolder(environment), "approved"), { what: "the approved configs", schema, empty: {} });
}

import { resolve } from "node:path";
import { approve, listApprovals, revoke } from "../../consent/approvals.ts";
import { showConfig } from "../../consent/show-config.ts";
import { findConfig } from "../../config/find-config.ts";
import { readConfigDocument } from "../../config/read-config-file.ts";
import { CodemodeError } from "../../errors.ts";
import { ask, canAsk } from "../ask.ts";
import { printJson } from "../print.ts";
import { shortPath } from "../show-server.ts";

export interface ApproveOptions {
  readonly yes?: boolean;
  readonly list?: boolean;
  readonly revoke?: boolean;
  readonly json?: boolean;
}

/** `codemode approve [file]`: shows what a project's config runs, and remembers the user's yes until that changes. */
export async function approveCommand(given: string | undefined, options: ApproveOptions): Promise<number> {
  if (options.list) {
    const approvals = await listApprovals(process.env);
    if (options.json) printJson(approvals);
    else for (const [file, { at }] of Object.entries(approvals)) process.stdout.write(`${at}  ${shortPath(file)}\n`);
    return 0;
  }
  const file = fileOf(given);
  if (options.revoke) {
    const had = await revoke(file, process.env);
    if (options.json) printJson({ file, revoked: had });
    else process.stdout.write(had ? `${shortPath(file)} is no longer approved.\n` : `${shortPath(file)} was not approved.\n`);
    return 0;
  }
  const document = await readConfigDocument({ file, origin: "project" });
  if (!options.json) process.stdout.write(`${shortPath(file)}\n\n${showConfig(document).join("\n")}\n\n`);
  if (!options.yes && !(canAsk() && (await ask("Approve?"))))
    throw new CodemodeError("CONFIG_NOT_APPROVED", `${file} is not approved.${canAsk() ? "" : " Without a terminal, say --yes."}`, {
      data: { file },
    });
  const hash = await approve(file, document, process.env);
  if (options.json) printJson({ file, hash });
  else process.stdout.write(`${shortPath(file)} is approved until something in it changes.\n`);
  return 0;
}

/** @throws CodemodeError `USAGE` */
function fileOf(given: string | undefined): string {
  if (given !== undefined) return resolve(given);
  const found = findConfig(process.cwd(), process.env);
  if (found?.origin === "project") return found.file;
  throw new CodemodeError(
    "USAGE",
    "There is no codemode.json and no .mcp.json in this folder. Name a file; your own config needs no approval.",
  );
}

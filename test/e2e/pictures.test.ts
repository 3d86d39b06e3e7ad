import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { terminalPicture, textOfPicture } from "../fixtures/terminal-picture.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pictures = join(root, "docs/pictures");
let home = "";
let main = "";

/** As after `npx mcp-codemode`, for a user who has two clients. */
beforeAll(async () => {
  const base = await mkdtemp(join(tmpdir(), "codemode-test-"));
  home = join(base, "ada");
  const installed = join(base, "_npx/1f/node_modules/mcp-codemode");
  await mkdir(join(home, ".cursor"), { recursive: true });
  await mkdir(join(home, "notes"));
  await mkdir(installed, { recursive: true });
  await cp(join(root, "dist"), join(installed, "dist"), { recursive: true });
  await cp(join(root, "package.json"), join(installed, "package.json"));
  await symlink(join(root, "node_modules"), join(installed, "node_modules"));
  main = join(installed, "dist/cli/main.js");
  for (const [sample, place] of [
    [".claude.json", ".claude.json"],
    ["mcp.json", ".cursor/mcp.json"],
  ] as const) {
    const text = await readFile(new URL(`../fixtures/pictures/${sample}`, import.meta.url), "utf8");
    await writeFile(join(home, place), text.replaceAll("/home/ada", home));
  }
});

/** To make them anew: UPDATE_PICTURES=1 npx vitest run --project quick test/e2e/pictures.test.ts */
test.each(["codemode import", "codemode install claude-code --move", "codemode doctor", "codemode uninstall claude-code"])(
  "the picture of %s in the docs is what it prints",
  async (command) => {
    const [, ...args] = command.split(" ");
    const env = {
      HOME: home,
      XDG_CACHE_HOME: join(home, ".cache"),
      PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}`,
    };
    const { stdout, stderr, status } = spawnSync(process.execPath, [main, ...args], { cwd: home, env, encoding: "utf8", timeout: 100_000 });
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    const printed = stdout.replaceAll(home, "/home/ada");
    const file = join(pictures, `${args[0]}.svg`);
    if (process.env.UPDATE_PICTURES) await writeFile(file, terminalPicture(command, printed));
    expect(lasting(`$ ${command}\n${printed.trimEnd()}`)).toEqual(lasting(textOfPicture(await readFile(file, "utf8"))));
    expect(await readFile(join(root, "docs/install.md"), "utf8")).toContain(`(pictures/${args[0]}.svg)`);
  },
  120_000,
);

/** Without what is another on every machine: times, versions, walls, hashes, and how wide columns of such are. */
function lasting(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => !/^(?:not there|walls that stand): /.test(line))
    .map((line) =>
      line
        .replaceAll(/[\d.]+ ms/g, "0 ms")
        .replace(/^Node .*/, "Node")
        .replace(/^(sandbox|Python): .*/, "$1")
        .replace(/-[0-9a-f]{16}\.json/, "-hash.json")
        .trim()
        .replaceAll(/ {2,}/g, "  "),
    );
}

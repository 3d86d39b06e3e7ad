import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const sample = fileURLToPath(new URL("../fixtures/clients/cursor/mcp.json", import.meta.url));

/** A file system of our own that can be filled needs namespaces, which Linux has and may forbid. */
const hasOwnMounts = process.platform === "linux" && spawnSync("unshare", ["-Urm", "mount", "-t", "tmpfs", "tmpfs", tmpdir()]).status === 0;

const commands = ["add more -- more", "import", "install cursor", "install cursor --move"];

test.skipIf(!hasOwnMounts)("on a full disk every file is as it was, and the error says which could not be written", async () => {
  // Files that need one page more with an entry more: what writes into them would run out of room in the middle.
  const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  const script = join(folder, "script.sh");
  await writeFile(
    script,
    `mount -t tmpfs -o size=200k tmpfs ${folder}
cd ${folder}
export HOME=${folder} XDG_CONFIG_HOME=${folder}/.config
for pages in 0 1 2 3 5 16; do
${commands
  .map(
    (command) => `
  rm -rf ${folder}/.[a-z]* ${folder}/filler
  mkdir -p .config/codemode .cursor
  printf '{ "mcpServers": { "a": { "command": "b" } } }' > .config/codemode/codemode.json
  cp ${sample} .cursor/mcp.json
  for file in .config/codemode/codemode.json .cursor/mcp.json; do
    printf '\\n//' >> $file
    head -c $((8190 - $(stat -c %s $file))) /dev/zero | tr '\\0' x >> $file
  done
  rm -rf "$1"; mkdir "$1"; cp -r .config .cursor "$1"
  dd if=/dev/zero of=filler bs=4k 2>/dev/null
  truncate -s -$((pages * 4))k filler
  ${JSON.stringify(process.execPath)} ${main} ${command} >$1/out 2>&1
  code=$?
  cmp -s .config/codemode/codemode.json $1/.config/codemode/codemode.json && ours=same || ours=different
  cmp -s .cursor/mcp.json $1/.cursor/mcp.json && client=same || client=different
  ${JSON.stringify(process.execPath)} -e 'JSON.parse(require("fs").readFileSync(".config/codemode/codemode.json", "utf8").split("//xxx")[0])' || ours=broken
  left=$(find . -name '*.tmp' -o -name '*.lock*' | wc -l)
  echo "${command}|$pages|$code|$ours|$client|$left|$(tail -1 $1/out)"`,
  )
  .join("\n")}
done
`,
  );
  const kept = await mkdtemp(join(tmpdir(), "codemode-test-"));
  const out = execFileSync("unshare", ["-Urm", "sh", script, kept], { encoding: "utf8" });
  const runs = out
    .trim()
    .split("\n")
    .map((line): Run => {
      const [command = "", pages, code, ours = "", client = "", left, says = ""] = line.split("|");
      return { command, pages: Number(pages), code: Number(code), ours, client, left: Number(left), says };
    });
  expect(runs).toHaveLength(6 * commands.length);
  for (const run of runs) {
    expect(run).toMatchObject({ left: 0 });
    if (run.code === 0) continue;
    expect(run).toMatchObject({ code: 2, client: "same", says: expect.stringMatching(/can't be written: .*It is as it was\. \[\w+\]$/) });
    // What moves is in our file before it is out of the client's.
    if (!run.command.includes("--move")) expect(run.ours).toBe("same");
    else expect(run.ours).not.toBe("broken");
  }
  for (const command of commands) {
    expect(runs.find((run) => run.command === command && run.pages === 0)?.code).toBe(2);
    expect(runs.find((run) => run.command === command && run.pages === 16)?.code).toBe(0);
  }
});

interface Run {
  readonly command: string;
  /** How much room there was, in pages. */
  readonly pages: number;
  readonly code: number;
  /** `same`, `different` or `broken`. */
  readonly ours: string;
  readonly client: string;
  /** Temporary files that stayed. */
  readonly left: number;
  readonly says: string;
}

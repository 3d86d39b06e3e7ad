import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// Linux lets everybody mount a small file system of memory in a namespace, unless the machine forbids it.
const mounts = spawnSync("unshare", ["-Urm", "true"]).status === 0;
const fills = fileURLToPath(new URL("../fixtures/fills.js", import.meta.url));

test.skipIf(!mounts)("a full disk leaves the config and the pins as they were; when there is room again they are changed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-full-"));
  // The first pins are small; what comes is bigger than what is left.
  const script = `
    mount -t tmpfs -o size=1m none "$FOLDER" && echo '{ "short": 1 }' > "$FOLDER/codemode.json"
    "$NODE" -e "import('$TOOL_PINS').then(({ ToolPins }) => new ToolPins('$FOLDER', 'config').admit('s', { kind: 'stdio', command: 'c', args: [] }, []))"
    mkdir "$FOLDER/../before" && cp "$FOLDER"/* "$FOLDER/../before" && dd if=/dev/zero of="$FOLDER/filler" bs=1k count=2000 2> /dev/null
    "$NODE" "$FILLS" "$FOLDER"
    for file in "$FOLDER/../before"/*; do cmp "$file" "$FOLDER/$(basename "$file")" && echo same; done; ls "$FOLDER" | wc -l
    rm "$FOLDER/filler"; "$NODE" "$FILLS" "$FOLDER"`;
  const { stdout, stderr } = spawnSync("unshare", ["-Urm", "sh", "-c", `mkdir "$FOLDER"; ${script}`], {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      FOLDER: join(folder, "small"),
      NODE: process.execPath,
      FILLS: fills,
      TOOL_PINS: new URL("../../dist/pins/tool-pins.js", import.meta.url).href,
    },
  });
  await rm(folder, { recursive: true, force: true });
  expect(stderr).toBe("");
  const [full, ...rest] = stdout.trim().split("\n");
  expect(JSON.parse(full ?? "")).toEqual({
    pins: expect.stringMatching(/^STATE_BROKEN .*\/small\/[0-9a-f]+ .*can't be written: ENOSPC.*as it was/),
    config: expect.stringMatching(/^CONFIG_INVALID .*\/codemode\.json can't be written: ENOSPC.*as it was/),
  });
  expect(rest).toEqual(["same", "same", "3", '{"pins":"done","config":"done"}']);
});

import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resolveSecret } from "./resolve-secret.ts";

const resolve = (secret: Parameters<typeof resolveSecret>[0], signal?: AbortSignal): Promise<string> =>
  resolveSecret(secret, "here", signal);
const node = (code: string, ...more: string[]): { command: string[] } => ({ command: [process.execPath, "-e", code, ...more] });

test("a secret is a text, what a command prints or what a file holds, without the last line break and with what stands before it", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "codemode-secret-")), "secret");
  await writeFile(file, "from a file\r\n", { mode: 0o600 });
  expect(await resolve("as it is\n")).toBe("as it is\n");
  expect(await resolve({ file })).toBe("from a file");
  expect(await resolve({ file, prefix: "Bearer " })).toBe("Bearer from a file");
  expect(await resolve(node("console.log('from a command')"))).toBe("from a command");
  // No shell reads it.
  expect(await resolve(node("console.log(process.argv[1])", "$(id); `id` | cat > x"))).toBe("$(id); `id` | cat > x");
});

test.each([
  ["prints nothing", node(""), "is empty"],
  ["prints more than a line", node("console.log('s3cret\\ntwo')"), "more than one line"],
  ["prints without end", node("const more = () => process.stdout.write('s3cret'.repeat(10_000), more); more()"), "more than 65536 bytes"],
  ["fails", node("console.log('s3cret'); console.error('s3cret'); process.exit(7)"), "exit code 7"],
  ["does not end", node("console.log('s3cret'); setInterval(() => {}, 1000)"), "did not end within 10 s"],
])("a command that %s is an error without what it printed", async (_, secret, said) => {
  const error = (await resolve(secret).catch((thrown: unknown) => thrown)) as Error;
  expect(error).toMatchObject({ code: "SECRET_FAILED", message: expect.stringMatching(/^here: /) });
  expect(error.message).toContain(said);
  expect(error.message).not.toContain("s3cret");
});

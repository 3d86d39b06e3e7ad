import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pythonExecutor } from "./subject.ts";

test("programs import a wheel of pure Python that the config names, and nothing else", async () => {
  await using maker = pythonExecutor();
  const made = await maker.execute(
    `import io, zipfile
wheel = io.BytesIO()
with zipfile.ZipFile(wheel, "w") as file:
    file.writestr("greets/__init__.py", "from .words import hello\\n")
    file.writestr("greets/words.py", "def hello(name): return f'hello {name}'\\n")
    file.writestr("greets-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: greets\\nVersion: 1.0\\n")
wheel.getvalue()`,
    { language: "python", values: "rich" },
  );
  const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  await writeFile(join(folder, "greets-1.0-py3-none-any.whl"), made.value as Uint8Array);
  const program = "import importlib.metadata, greets\n[greets.hello('you'), importlib.metadata.version('greets')]";
  expect((await maker.execute(program, { language: "python" })).error).toMatchObject({ name: "ModuleNotFoundError" });
  for (const wheels of [[folder], [join(folder, "greets-1.0-py3-none-any.whl")]]) {
    await using executor = pythonExecutor(undefined, { python: { wheels } });
    expect(await executor.execute(program, { language: "python" })).toMatchObject({ ok: true, value: ["hello you", "1.0"] });
  }
}, 120_000);

test.each([
  ["that is not there", "/nowhere/at-1.0-py3-none-any.whl", "can't be read"],
  ["with machine code", "/some/numpy-2.4.0-cp314-cp314-pyodide_2026_0_wasm32.whl", "has machine code in it"],
  ["that is neither a wheel nor a folder", "/nowhere", "is neither a wheel"],
])("a package %s is refused with its path", async (_, path, message) => {
  await using executor = pythonExecutor(undefined, { python: { wheels: [path] } });
  await expect(executor.execute("1", { language: "python" })).rejects.toMatchObject({
    code: "USAGE",
    message: expect.stringMatching(new RegExp(`${path}.*${message}`)) as string,
  });
});

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CodemodeError } from "../../errors.ts";

/**
 * The path of the Deno binary in the `@deno/*` package of this platform, which npm installs as an optional dependency.
 * @throws CodemodeError `SANDBOX_MISSING`
 */
export function resolveDenoBinary(): string {
  known ??= findDenoBinary();
  return known;
}

let known: string | undefined;

function findDenoBinary(): string {
  const name = packageName();
  if (name === undefined) {
    throw new CodemodeError(
      "SANDBOX_MISSING",
      `There is no Deno build for ${process.platform} ${process.arch}${isMusl() ? " with musl" : ""}.`,
    );
  }
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const binary = join(folder, process.platform === "win32" ? "deno.exe" : "deno");
    if (existsSync(binary)) return binary;
  } catch {
    // Not installed: said below.
  }
  throw new CodemodeError(
    "SANDBOX_MISSING",
    `The package ${name} is not installed. Install without --omit=optional, or run: npm install ${name}`,
  );
}

function packageName(): string | undefined {
  const { platform, arch } = process;
  if (arch !== "x64" && arch !== "arm64") return undefined;
  if (platform === "linux") return isMusl() ? undefined : `@deno/linux-${arch}-glibc`;
  return platform === "darwin" || platform === "win32" ? `@deno/${platform}-${arch}` : undefined;
}

function isMusl(): boolean {
  if (process.platform !== "linux") return false;
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime === undefined;
}

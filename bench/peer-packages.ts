import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { inPackage } from "./paths.ts";

/**
 * The folder `node_modules` with the packages of `bench/peers/package.json`; they are installed once, without their scripts, where they are
 * not there.
 */
export function peerPackages(): string {
  const folder = inPackage("bench/peers");
  const packages = `${folder}/node_modules`;
  // npm writes this file when all of them are there.
  if (existsSync(`${packages}/.package-lock.json`)) return packages;
  process.stderr.write("Installing the packages that ours is compared with into bench/peers/node_modules ...\n");
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", folder];
  const { status } = spawnSync("npm", ["install", ...options], { stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (status !== 0) throw new Error("The packages of bench/peers can't be installed; npm says why above.");
  return packages;
}

import { expect, test } from "vitest";
import { knownPeers } from "../../../bench/peers/known-peers.ts";
import { plant } from "../../../bench/peers/planted.ts";
import { robustnessCases } from "../../../bench/peers/robustness-cases.ts";
import { verdictsOf } from "../../../bench/peers/robustness.ts";

const asked = ["the environment can't be read", "a file can't be read", "the network can't be reached", "an endless loop is ended"];

async function verdicts(id: string): Promise<string[]> {
  await using planted = await plant();
  const [peer] = knownPeers(undefined, [id]);
  if (!peer) throw new Error(`there is no peer ${id}`);
  const cases = robustnessCases(planted).filter(({ what }) => asked.includes(what));
  return await verdictsOf(peer, cases, planted);
}

test("what is planted is found where there is no wall, and a program that holds its process is seen", async () => {
  const [loop, ...planted] = await verdicts("node-vm");
  expect(planted).toEqual(["NO: could be read", "NO: could be read", "NO: was reached"]);
  expect(loop).toMatch(/^NO: the library's process stood still for 1\.\d s/);
}, 60_000);

test("none of it gets through ours", async () => {
  expect(await verdicts("codemode")).toEqual(["yes", "yes", "yes", "yes"]);
}, 60_000);

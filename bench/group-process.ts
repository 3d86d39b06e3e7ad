// The process of one group: sends its items to the parent as they come, and `end` after the last. See run-group.ts.
import { failedRow } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { suites } from "./suites.ts";

const [suite = "", name = "", options = ""] = process.argv.slice(2);
const group = suites[suite]?.[name];
if (!group || !process.send) throw new Error("This is started by run-group.ts.");
// Nobody is left to tell. This alone keeps no process up.
process.on("disconnect", () => process.exit(1));
process.channel?.unref();
try {
  for await (const item of group(JSON.parse(options) as BenchOptions)) process.send(item);
} catch (error) {
  process.send(failedRow(`${suite}/${name}`, error));
}
process.send("end");

// What Deno is started with, as a `data:` URL: takes the guest's code from the first line of the wire and runs it. So the process has no
// module of a file, whose literal imports could read others, and no stack in it names a path of the host.
const decoder = new TextDecoder();
const chunk = new Uint8Array(65_536);
let line = "";
while (!line.endsWith("\n")) {
  const length = await Deno.stdin.read(chunk);
  if (length === null) Deno.exit(0);
  line += decoder.decode(chunk.subarray(0, length), { stream: true });
}
// Evaluated and not imported: as a module Deno would read it through once more by itself, for twenty milliseconds of every start.
// oxlint-disable-next-line no-eval -- the host's own code
(0, eval)(JSON.parse(line));

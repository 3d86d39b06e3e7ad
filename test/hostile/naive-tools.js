// The tools of the naive controls: the host's own functions, as a sandbox that is none would hand them in.
const tool = (answer) => async (args) => answer(args ?? {});
const probe = {
  echo: tool(({ value }) => value),
  fail: tool(({ message }) => {
    throw new Error(message);
  }),
  slow: ({ ms }) => new Promise((resolve) => setTimeout(resolve, ms, "slept")),
  strict: tool(({ n }) => n),
  read_secret: tool(() => ({ secret: "the private text" })),
  send_external: tool(() => "sent"),
  poison: tool(() => ({ then: "x" })),
  delete_everything: tool(() => "deleted"),
  whoami: tool(() => "probe"),
  header: tool(() => "none"),
  count: tool(() => 1),
};

export const servers = { probe, probe2: { whoami: tool(() => "probe2") }, liar: { wipe: tool(() => "wiped") } };

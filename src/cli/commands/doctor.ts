import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, waitForServers, type CommonOptions } from "../open.ts";
import { plain, printJson } from "../print.ts";

/** `codemode doctor`: what stands around programs on this machine, and how the servers are. Exit code 1 where a server is not available. */
export function doctor(options: CommonOptions): Promise<number> {
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    const [servers, sandbox, python] = await Promise.all([
      waitForServers(codemode, signal),
      codemode.executor.inspectSandbox("typescript"),
      codemode.executor.inspectSandbox("python"),
    ]);
    const report = {
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      sandbox,
      python,
      servers: servers.map(({ name, state }) => ({
        name,
        state: state.kind,
        ...(state.kind === "failed" ? { reason: state.reason } : {}),
      })),
    };
    if (options.json) printJson(report);
    else {
      const lines = [
        `Node ${report.node} on ${report.platform}`,
        ...[sandbox, python].flatMap(({ driver, startMs, walls }) => [
          `sandbox: ${driver}, ready in ${startMs} ms`,
          `walls that stand: ${walls.join(", ")}`,
        ]),
        ...sandbox.missing.map((sentence) => `not there: ${sentence}`),
        ...report.servers.map(({ name, state }) => `server ${name}: ${state}`),
      ];
      process.stdout.write(lines.map((line) => `${plain(line)}\n`).join(""));
    }
    return report.servers.some(({ state }) => state === "failed") ? 1 : 0;
  });
}

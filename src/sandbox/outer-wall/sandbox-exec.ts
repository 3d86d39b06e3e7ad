import type { OuterWallNeeds } from "./needs.ts";

/** macOS's `sandbox-exec` around a command: everything denied but running, reading the system's libraries and what the command needs. */
export function sandboxExecCommand({ readable }: OuterWallNeeds): string[] {
  const paths = ["/usr/lib", "/usr/bin", "/System", "/Library/Apple", "/private/var/db/dyld", "/dev", ...readable];
  const profile = [
    "(version 1)",
    "(deny default)",
    "(allow process-exec) (allow sysctl-read) (allow mach-lookup) (allow signal (target self))",
    "(allow file-read-metadata)",
    `(allow file-read* ${paths.map((path) => `(subpath ${JSON.stringify(path)})`).join(" ")})`,
    '(allow file-write-data (literal "/dev/null"))',
  ].join("\n");
  return ["/usr/bin/sandbox-exec", "-p", profile];
}

import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a program must not get at: a secret, in the environment of the library's process and in a file, and a listener on this machine. */
export interface Planted extends AsyncDisposable {
  readonly secret: string;
  readonly file: string;
  readonly port: number;
  /** How often somebody has connected to the listener. */
  connections(): number;
}

export async function plant(): Promise<Planted> {
  const secret = `secret-${randomUUID()}`;
  const folder = await mkdtemp(join(tmpdir(), "codemode-bench-"));
  const file = join(folder, "secret.txt");
  await writeFile(file, secret);
  let connections = 0;
  const listener = createServer((_, response) => response.end("reached"));
  listener.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return {
    secret,
    file,
    port: (listener.address() as AddressInfo).port,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      listener.close();
      listener.closeAllConnections();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

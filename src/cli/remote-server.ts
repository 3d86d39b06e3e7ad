import { didYouMean } from "../closest-names.ts";
import type { Config, HttpServerConfig } from "../config/config.ts";
import { CodemodeError } from "../errors.ts";

/** A server of the config at which one can sign in. @throws CodemodeError `SERVER_UNKNOWN`, `USAGE` */
export function remoteServer(config: Config, name: string): HttpServerConfig {
  const server = config.servers.get(name);
  if (server === undefined)
    throw new CodemodeError(
      "SERVER_UNKNOWN",
      `There is no server "${name}".${didYouMean(name, config.servers.keys())} See codemode login.`,
    );
  if (server.kind !== "http") throw new CodemodeError("USAGE", `The server "${name}" is a command here: its credentials go into "env".`);
  return server;
}

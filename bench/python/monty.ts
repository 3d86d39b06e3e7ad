import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { peerPackages } from "../peer-packages.ts";

/** A Python interpreter inside this process that knows a part of the language. */
export interface Monty {
  /** The value of a program; `search` is a function that it can call. */
  run(code: string): unknown;
}

/** `undefined` where the package can't be installed or has no build for this machine; standard error says why. */
export async function openMonty(): Promise<Monty | undefined> {
  try {
    const { Monty: Interpreter } = (await import(pathToFileURL(join(peerPackages(), "@pydantic/monty/wrapper.js")).href)) as {
      readonly Monty: new (code: string) => { run(options: object): unknown };
    };
    return { run: (code) => new Interpreter(code).run({ externalFunctions: { search: (query: string) => query } }) };
  } catch (error) {
    process.stderr.write(`Without @pydantic/monty: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

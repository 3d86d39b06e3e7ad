import { CodemodeError } from "../../errors.ts";
import type { SandboxDriver } from "../driver.ts";
import type { OuterWall } from "../outer-wall/outer-wall.ts";
import { resolveDenoBinary } from "./deno-binary.ts";
import { createDenoDriver } from "./deno.ts";
import { createQuickJsDriver } from "./quickjs.ts";

/** `auto`: Deno where its binary is there, else QuickJS. */
export type DriverName = "auto" | "deno" | "quickjs";

/** The driver of that name; a binary that is missing is told at the first start. */
export function createDriver(name: DriverName = "auto", options: { readonly outerWall?: OuterWall } = {}): SandboxDriver {
  return name === "quickjs" || (name === "auto" && denoProblem() !== undefined) ? createQuickJsDriver(options) : createDenoDriver(options);
}

/** Why Deno can't be used here, or undefined where it can. */
export function denoProblem(): string | undefined {
  try {
    resolveDenoBinary();
    return undefined;
  } catch (error) {
    if (error instanceof CodemodeError) return error.message;
    throw error;
  }
}

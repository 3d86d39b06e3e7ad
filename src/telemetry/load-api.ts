import { createRequire } from "node:module";
import { CodemodeError } from "../errors.ts";

/** OpenTelemetry's API, as the application has it installed: an optional peer. */
export type Api = typeof import("@opentelemetry/api");

/** @throws CodemodeError `TELEMETRY_MISSING` */
export function loadApi(): Api {
  try {
    return createRequire(import.meta.url)("@opentelemetry/api") as Api;
  } catch (error) {
    throw new CodemodeError(
      "TELEMETRY_MISSING",
      "Telemetry is asked for, and OpenTelemetry's API is not installed. Install it (npm install @opentelemetry/api), or take codemode.telemetry out of the config.",
      { cause: error },
    );
  }
}

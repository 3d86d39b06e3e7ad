import type { SandboxDriver } from "../../sandbox/driver.ts";
import { callCases } from "./calls.ts";
import type { ContractCase } from "./contract-case.ts";
import { lifeCases } from "./life.ts";
import { limitCases } from "./limits.ts";
import { outputCases } from "./output.ts";
import { skillCases } from "./skills.ts";
import { valueCases } from "./values.ts";

export interface DriverContractOptions {
  /** How many processes are made to crash one after the other. @default 500 */
  readonly crashes?: number;
}

/**
 * What every sandbox driver must do, whatever engine is behind it: starting, running, values, errors, the order of output, calls,
 * calls of skills, cancellation, every limit, death, reuse, disposal. Bound to no test runner.
 *
 * @example
 * for (const { title, run } of driverContract(createMyDriver())) test(title, run);
 */
export function driverContract(driver: SandboxDriver, { crashes = 500 }: DriverContractOptions = {}): readonly ContractCase[] {
  return [
    ...valueCases(driver),
    ...outputCases(driver),
    ...callCases(driver),
    ...skillCases(driver),
    ...limitCases(driver),
    ...lifeCases(driver, crashes),
  ];
}

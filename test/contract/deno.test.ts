import { createDenoDriver } from "../../src/sandbox/drivers/deno.ts";
import { checkDriver } from "./check-driver.ts";

checkDriver("deno", createDenoDriver);

import { createQuickJsDriver } from "../../src/sandbox/drivers/quickjs.ts";
import { checkDriver } from "./check-driver.ts";

checkDriver("quickjs", createQuickJsDriver);

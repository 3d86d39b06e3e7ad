import { convertSchemaToJsonSchema, toolDefinition } from "@tanstack/ai";
import { createCodeMode } from "@tanstack/ai-code-mode";
import { createQuickJSIsolateDriver } from "@tanstack/ai-isolate-quickjs";
import { tanstackSurface } from "../tanstack-surface.js";

export const surfaces = [
  {
    api: "createCodeMode",
    open: (servers) =>
      tanstackSurface({ createCodeMode, toolDefinition, convertSchemaToJsonSchema, driver: createQuickJSIsolateDriver() }, servers),
  },
];

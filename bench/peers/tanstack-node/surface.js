import { convertSchemaToJsonSchema, toolDefinition } from "@tanstack/ai";
import { createCodeMode } from "@tanstack/ai-code-mode";
import { createNodeIsolateDriver } from "@tanstack/ai-isolate-node";
import { tanstackSurface } from "../tanstack-surface.js";

const open = (lazy) => (servers) =>
  tanstackSurface({ createCodeMode, toolDefinition, convertSchemaToJsonSchema, driver: createNodeIsolateDriver(), lazy }, servers);

export const surfaces = [
  { api: "createCodeMode", open: open(false) },
  {
    api: "createCodeMode, every tool lazy",
    search: "discover_tools",
    note: "There is no search: the names of all tools are in view, and the model is taken to ask for the right one.",
    open: open(true),
  },
];

import { fromSchema } from "./schema/from-schema.ts";
import { wrapperProperty } from "../registry/result-mapping.ts";
import type { Tool } from "../registry/tool.ts";
import type { TypeModel, TypeModelWithNames } from "./type-model.ts";

/** The shape of the results that were seen of a tool which promises none. */
export interface ObservedResult {
  readonly type: TypeModel;
}

/** What a binding gives: by the output schema where there is one, else as observed, else `unknown`. */
export function resultModel(tool: Tool, observed: ObservedResult | undefined): TypeModelWithNames {
  if (tool.outputSchema === undefined && observed) return { type: observed.type, named: new Map(), warnings: [] };
  const promised = fromSchema(tool.outputSchema);
  const wrapper = wrapperProperty(tool.outputSchema);
  const { type } = promised;
  const inner = wrapper !== undefined && type.kind === "object" ? type.properties.find(({ name }) => name === wrapper) : undefined;
  return inner ? { ...promised, type: inner.type } : promised;
}

import { ResourceNotFoundError, ResourceTemplate, type McpServer, type ReadResourceResult } from "@modelcontextprotocol/server";
import { CodemodeError } from "../errors.ts";
import type { HandleStore } from "../handles/handle-store.ts";
import { principalOf } from "./principal.ts";

/** Serves what handles stand for as resources, to whom they were given. */
export function attachHandles(connection: McpServer, handles: HandleStore): void {
  const template = new ResourceTemplate("handle://{id}", {
    list: (context) => ({
      resources: handles.list(principalOf(context)).map(({ uri, name, mimeType, bytes }) => ({ uri, name, mimeType, size: bytes })),
    }),
  });
  connection.registerResource("handles", template, {}, ({ href: uri }, { id }, context): ReadResourceResult => {
    try {
      // The id as it was written: URL writes hosts in lower case.
      const kept = handles.load(String(id), principalOf(context));
      if (kept.kind === "bytes") return { contents: [{ uri, mimeType: kept.mimeType, blob: kept.base64 }] };
      if (kept.kind === "text") return { contents: [{ uri, mimeType: kept.mimeType ?? "text/plain", text: kept.text }] };
      return { contents: [{ uri, mimeType: "application/json", text: JSON.stringify(kept.value) }] };
    } catch (error) {
      if (error instanceof CodemodeError) throw new ResourceNotFoundError(uri);
      throw error;
    }
  });
}

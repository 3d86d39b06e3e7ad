/** An answer of HTTP to who expects JSON-RPC: `id` is the request's, where one was read. */
export function jsonRpcError(
  status: number,
  error: { readonly code: number; readonly message: string },
  { id = null, headers = {} }: { readonly id?: string | number | null; readonly headers?: Record<string, string> } = {},
): Response {
  return Response.json({ jsonrpc: "2.0", error, id }, { status, headers });
}

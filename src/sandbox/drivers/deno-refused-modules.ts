/** Node's modules inside Deno, as Deno 2.9.6 lists them. None of them can do anything without permissions that a program could use. */
export const denoBuiltinModules: readonly string[] = [
  ..."_http_agent _http_common _http_outgoing _http_server _stream_duplex _stream_passthrough _stream_readable _stream_transform".split(
    " ",
  ),
  ..."_stream_writable _tls_common _tls_wrap assert assert/strict async_hooks buffer child_process cluster console constants crypto".split(
    " ",
  ),
  ..."dgram diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector inspector/promises".split(" "),
  ..."module net os path path/posix path/win32 perf_hooks process punycode querystring readline readline/promises repl sqlite".split(" "),
  ..."stream stream/consumers stream/promises stream/web string_decoder sys test test/reporters timers timers/promises tls".split(" "),
  ..."trace_events tty url util util/types v8 vm wasi worker_threads zlib".split(" "),
];

/**
 * An import map (WHATWG HTML, section 8.1.5.2) that puts a refusal in the place of each of Node's modules, as a `data:` URL. It closes what
 * the permissions leave open, for instance the temporary files of `node:sqlite`.
 */
export function refusingImportMap(): string {
  const refusal = `throw new TypeError("There are no Node modules here. Call a tool instead; tools.search(...) finds one.");`;
  const module = `data:text/javascript,${encodeURIComponent(refusal)}`;
  const imports = Object.fromEntries(denoBuiltinModules.flatMap((name) => [`node:${name}`, name].map((specifier) => [specifier, module])));
  return `data:application/json,${encodeURIComponent(JSON.stringify({ imports }))}`;
}

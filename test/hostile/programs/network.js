//# network-01 | contained | fetch to a service that listens on the host, in all the places where fetch may be.
const url = ["http://127.0.0.1", "45999"].join(":");
const callers = [
  globalThis.fetch,
  globalThis.self?.fetch,
  Object.getPrototypeOf(globalThis).fetch,
  (0, eval)("typeof fetch === 'function' ? fetch : undefined"),
];
let answered = false;
for (const caller of new Set(callers.filter(Boolean))) {
  for (const target of [url, new URL(`${url}/x`), { url, toString: () => url }]) {
    await (async () => caller(target))().then(
      (response) => (answered = response.status > 0),
      () => {},
    );
  }
}
verdict(answered, "an HTTP answer");
//# network-02 | contained | The engine's own HTTP clients: node:http, node:https, node:http2, undici's dispatcher.
const load = (0, eval)("(name) => import(name)");
let answered = "";
for (const [name, call] of [
  ["http", "get"],
  ["https", "get"],
  ["http2", "connect"],
]) {
  const module = await load(`node:${name}`).catch(() => undefined);
  if (!module) continue;
  const done = new Promise((resolve) => {
    try {
      const request = module[call]("http://127.0.0.1:45999/", (response) => resolve(String(response.statusCode)));
      request.on("connect", () => resolve("connected"));
      request.on("error", () => resolve(""));
    } catch {
      resolve("");
    }
  });
  answered += await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 60, ""))]);
}
verdict(answered !== "", `an answer to ${answered}`);
//# network-03 | contained | Sockets of the web: WebSocket, EventSource, XMLHttpRequest, WebTransport.
const opened = [];
for (const [name, url] of [
  ["WebSocket", "ws://127.0.0.1:45999"],
  ["EventSource", "http://127.0.0.1:45999"],
  ["WebTransport", "https://127.0.0.1:45999"],
  ["WebSocketStream", "ws://127.0.0.1:45999"],
]) {
  try {
    const socket = new globalThis[name](url);
    socket.onopen = () => opened.push(name);
    (socket.opened ?? socket.ready)?.then(
      () => opened.push(name),
      () => {},
    );
  } catch {}
}
try {
  const request = new XMLHttpRequest();
  request.open("GET", "http://127.0.0.1:45999", false);
  request.send();
  if (request.status > 0) opened.push("XMLHttpRequest");
} catch {}
await new Promise((resolve) => setTimeout(resolve, 60));
verdict(opened.length > 0, `opened ${opened.join(" ")}`);
//# network-04 | contained | Raw connections: node:net to a port and to a socket file, node:tls, Deno.connect.
const load = (0, eval)("(name) => import(name)");
let connected = 0;
const options = [{ port: 45999, host: "127.0.0.1" }, { port: 45999, host: "localhost" }, { path: "/var/run/docker.sock" }];
for (const name of ["node:net", "node:tls"]) {
  const module = await load(name).catch(() => undefined);
  for (const option of options) {
    try {
      module.connect(option, () => (connected += 1)).on("error", () => {});
    } catch {}
  }
}
await globalThis.Deno?.connect({ port: 45999 }).then(
  () => (connected += 1),
  () => {},
);
await new Promise((resolve) => setTimeout(resolve, 60));
verdict(connected > 0, `${connected} connections`);
//# network-05 | contained | Name look-ups, which carry data out even where nothing connects.
const load = (0, eval)("(name) => import(name)");
const soon = () => new Promise((_, reject) => setTimeout(reject, 80));
const answers = [];
const ask = (way) =>
  Promise.race([(async () => way())(), soon()]).then(
    (found) => answers.push(found),
    () => {},
  );
await Promise.all([
  ask(async () => (await load("node:dns/promises")).lookup("localhost")),
  ask(async () =>
    (await load("node:dns/promises"))
      .resolveTxt("cm-hostile.invalid")
      .catch((error) => (error.code === "ENOTFOUND" ? "asked" : Promise.reject(error))),
  ),
  ask(async () => Deno.resolveDns("localhost", "A")),
  ask(
    async () =>
      new Promise((resolve, reject) =>
        load("node:dns").then((dns) => dns.lookup("localhost", (error, found) => (error ? reject(error) : resolve(found))), reject),
      ),
  ),
]);
verdict(answers.length > 0, `${answers.length} names were looked up`);
//# network-06 | contained | Datagrams and listening ports, the ways in and out that need no connection.
const load = (0, eval)("(name) => import(name)");
const done = [];
await load("node:dgram")
  .then(({ createSocket }) => {
    const socket = createSocket("udp4").on("error", () => {});
    socket.send("out", 45999, "127.0.0.1", (error) => error ?? done.push("datagram"));
  })
  .catch(() => {});
for (const name of ["node:net", "node:http"]) {
  await load(name)
    .then(
      ({ createServer }) =>
        void createServer()
          .on("error", () => {})
          .listen(0, "127.0.0.1", () => done.push(`${name} listens`)),
    )
    .catch(() => {});
}
try {
  done.push(Deno.listen({ port: 0 }).addr.port, Deno.serve({ port: 0 }, () => new Response("in")).addr.port);
} catch {}
await new Promise((resolve) => setTimeout(resolve, 60));
verdict(done.length > 0, done.join(" "));
//# network-07 | contained | Requests that are made on the side: beacons, importScripts, workers, stylesheets, source maps.
let sent = 0;
const url = "http://127.0.0.1:45999/side";
const ways = [
  () => navigator.sendBeacon(url, "x"),
  () => (importScripts(url), true),
  () => new SharedWorker(url) && true,
  () => new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:45999" }] }) && true,
  () => (new Image().src = url) && true,
  () => document.createElement("img") && true,
];
for (const way of ways) {
  try {
    if (way() === true) sent += 1;
  } catch {}
}
(0, eval)(`1\n//${"#"} sourceMappingURL=${url}.map`);
verdict(sent > 0, `${sent} side requests`);

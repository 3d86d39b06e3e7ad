//# storage-01 | contained | Caches on disk that outlive the process: leaves a mark and looks for one.
let left = false;
try {
  const cache = await caches.open("cm-hostile");
  left = (await cache.match("http://mark/")) !== undefined;
  await cache.put("http://mark/", new Response("from an earlier session"));
  left ||= (await cache.match("http://mark/")) !== undefined;
} catch {}
verdict(left, "a cache took the mark");
//# storage-02 | contained | The same caches out of a worker of the engine, which gets the global names that the program has not: leaves a mark.
const code = `const { parentPort } = require("node:worker_threads");
caches.open("cm-hostile").then(async (cache) => {
  const found = await cache.match("http://mark/");
  await cache.put("http://mark/", new Response("mark"));
  parentPort.postMessage(found !== undefined);
}, () => parentPort.postMessage(false));`;
const found = await (0, eval)("import('node:worker_threads')").then(
  ({ Worker }) => {
    const worker = new Worker(code, { eval: true });
    const late = new Promise((resolve) => setTimeout(resolve, 400, false));
    return Promise.race([late, new Promise((resolve) => (worker.on("message", resolve), worker.on("error", () => resolve(false))))]);
  },
  () => false,
);
verdict(found, "a mark of another session in a cache");
//# storage-03 | contained | Looks for the mark that the program before left in a cache, in a session of its own.
const code = `const { parentPort } = require("node:worker_threads");
caches.open("cm-hostile").then((cache) => cache.match("http://mark/")).then((found) => found?.text())
  .then((text) => parentPort.postMessage(text), () => parentPort.postMessage(undefined));`;
const text = await (0, eval)("import('node:worker_threads')").then(
  ({ Worker }) => {
    const worker = new Worker(code, { eval: true });
    const late = new Promise((resolve) => setTimeout(resolve, 400));
    return Promise.race([late, new Promise((resolve) => (worker.on("message", resolve), worker.on("error", () => resolve(undefined))))]);
  },
  () => undefined,
);
verdict(typeof text === "string", "text of another session in a cache");
//# storage-04 | contained | localStorage and indexedDB, which are files of the host.
let kept = 0;
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    const store = globalThis[name];
    const had = store.getItem("cm-hostile");
    store.setItem("cm-hostile", "mark");
    if (had !== null || (name === "localStorage" && store.getItem("cm-hostile") === "mark")) kept += 1;
  } catch {}
}
try {
  const request = indexedDB.open("cm-hostile");
  await new Promise((resolve, reject) => Object.assign(request, { onsuccess: resolve, onerror: reject }));
  kept += 1;
} catch {}
try {
  const kv = await Deno.openKv();
  kept += (await kv.set(["cm-hostile"], 1)).ok ? 1 : 0;
} catch {}
verdict(kept > 0, `${kept} stores keep data`);
//# storage-05 | contained | Broadcast channels to other sessions and to the host, for one who answers or who is heard.
const heard = [];
const own = Math.random();
const load = (0, eval)("(name) => import(name)");
const Channel = globalThis.BroadcastChannel ?? (await load("node:worker_threads").catch(() => ({}))).BroadcastChannel;
if (typeof Channel === "function") {
  for (const name of ["codemode", "session", "control", "default", "cm-hostile"]) {
    const channel = new Channel(name);
    channel.onmessage = (event) => event.data?.own !== own && heard.push(event.data);
    channel.postMessage({ own, ask: "secrets" });
  }
  await new Promise((resolve) => setTimeout(resolve, 40));
}
verdict(heard.length > 0, "another session on a channel");
//# storage-06 | contained | A web worker with permissions of its own choosing.
const code = `self.onmessage = () => {}; let out = ""; try { out = Deno.readTextFileSync("/etc/passwd"); } catch {} self.postMessage(out);`;
let text = "";
try {
  const deno = { permissions: { read: true, net: true, env: true, run: true } };
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(code)}`, { type: "module", deno });
  text = await new Promise((resolve) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = (event) => (event.preventDefault(), resolve(""));
    setTimeout(resolve, 300, "");
  });
} catch {}
verdict(text !== "", "file through a web worker");
//# storage-07 | contained | A worker thread of the engine, with a fresh global object, the host's environment and arguments.
const code = `const { parentPort } = require("node:worker_threads"); const out = [];
for (const way of [() => Deno.readTextFileSync("/etc/passwd"), () => Deno.env.get("HOME"), () => process.env.CM_SECRET, () => new Deno.Command("/usr/bin/id").outputSync(),
  () => require("node:fs").readFileSync("/etc/passwd", "utf8"), () => Deno.kill(Deno.ppid, "SIGCONT"), () => process.kill(process.ppid, 0), () => Deno.hostname(),
  () => Deno.dlopen("/lib/x86_64-linux-gnu/libc.so.6", {}), () => Deno.makeTempDirSync(), () => Deno.listen({ port: 0 }).addr.port])
  try { const value = way(); if (value !== undefined) out.push(way.toString()); } catch {}
parentPort.postMessage(out);`;
const done = await (0, eval)("import('node:worker_threads')")
  .then(({ Worker, SHARE_ENV }) => {
    const worker = new Worker(code, { eval: true, env: SHARE_ENV, execArgv: ["--allow-all"] });
    const late = new Promise((resolve) => setTimeout(resolve, 500, []));
    return Promise.race([late, new Promise((resolve) => (worker.on("message", resolve), worker.on("error", () => resolve([]))))]);
  })
  .catch(() => []);
verdict(done.length > 0, `a worker thread: ${done.join(" ")}`);
//# storage-08 | contained | Memory that is shared with the host: what is sent as an argument and then changed.
const make = globalThis.SharedArrayBuffer;
const bytes = new Uint8Array(typeof make === "function" ? new make(4) : 4);
const plain = { list: [0] };
const echoed = await servers.probe.echo({ value: plain }).catch(() => undefined);
const shared = await servers.probe.echo({ value: bytes }).catch(() => undefined);
plain.list[0] = 7;
bytes[0] = 7;
verdict((echoed?.value ?? echoed)?.list?.[0] === 7 || (shared?.value ?? shared)?.[0] === 7, "the host holds the program's own memory");
//# storage-09 | contained | Doors of a browser to files, devices and graphics drivers.
let open = 0;
const soon = new Promise((_, reject) => setTimeout(reject, 200));
const ways = [
  () => navigator.storage.getDirectory(),
  () => navigator.gpu.requestAdapter(),
  () => navigator.usb.getDevices(),
  () => navigator.clipboard.readText(),
  () => showOpenFilePicker(),
  () => prompt("secret?") ?? Promise.reject(),
  () => new FileReaderSync().readAsText(new File([], "/etc/passwd")) || Promise.reject(),
];
for (const way of ways)
  await Promise.race([(async () => way())(), soon]).then(
    (found) => (open += found ? 1 : 0),
    () => {},
  );
verdict(open > 0, `${open} doors of a browser`);

//# modules-01 | error | A literal import of a module of the host, which must be refused before anything runs.
await import("node:fs");
console.log("RAN");
//# modules-02 | error | A static import declaration of a module of the host.
import { readFileSync } from "node:fs";
console.log(readFileSync("/etc/passwd", "utf8").length);
//# modules-03 | contained | Computed specifiers of modules with power, so that no reader of the text sees them.
const power = {
  ["f" + "s"]: (m) => m.readFileSync("/etc/passwd", "utf8"),
  ["child_" + "process"]: (m) => m.execSync("id"),
  ["o" + "s"]: (m) => m.hostname(),
};
let got = 0;
for (const [name, use] of Object.entries(power)) {
  for (const prefix of ["node:", "", "NODE:", "node:\u200b", "bun:", "deno:"]) {
    try {
      const loaded = await import(prefix + name);
      if (String(use(loaded.default ?? loaded)).length > 0) got += 1;
    } catch {}
  }
}
verdict(got > 0, `${got} modules of the host used`);
//# modules-04 | contained | A real import made in eval, past the rewriting of the program's text.
const load = (0, eval)("(name, options) => import(name, options)");
let text = "";
for (const name of ["node:fs", "fs"]) {
  try {
    text += (await load(name)).readFileSync("/tmp/cm_sentinel_host", "utf8");
  } catch {}
  try {
    const late = new Promise((resolve) => setTimeout(resolve, 100, ""));
    text += await Promise.race([(await load("node:fs/promises")).readFile("/etc/passwd", "utf8"), late]);
  } catch {}
}
verdict(text.length > 0, "file through an import in eval");
//# modules-05 | contained | Files as modules: a success or a syntax error says that the file was read.
const load = Function("name", "options", "return import(name, options)");
const read = [];
for (const url of ["file:///tmp/cm_sentinel_host", "file:///etc/passwd", "/etc/hostname", "../../../../../../../../etc/passwd"]) {
  await load(url).then(
    () => read.push(url),
    (error) => error.name === "SyntaxError" && read.push(url),
  );
}
verdict(read.length > 0, `read ${read.join(" ")}`);
//# modules-06 | contained | A data: module that imports a file statically, as some engines check only the first of a graph.
const load = (0, eval)("(name) => import(name)");
const got = [];
for (const type of ["text", "bytes", "json", "css"]) {
  const code = `import held from "file:///etc/passwd" with { type: "${type}" }; export default held`;
  await load(`data:text/javascript,${encodeURIComponent(code)}`).then(
    ({ default: held }) => held && got.push(type),
    (error) => error.name === "SyntaxError" && got.push(type),
  );
}
await load("data:text/javascript,export{readFileSync as default}from'node:fs'")
  .then(({ default: read }) => got.push(read("/etc/passwd", "utf8").length))
  .catch(() => {});
verdict(got.length > 0, `a file as ${got.join(" ")}`);
//# modules-07 | contained | A blob: module that does the reading inside its own text.
let out = "";
try {
  const code = "import fs from 'node:fs'; export default fs.readFileSync('/tmp/cm_sentinel_host', 'utf8')";
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  out = (await (0, eval)("(url) => import(url)")(url)).default;
} catch {}
verdict(out !== "", "file through a blob: module");
//# modules-08 | contained | Modules from the network and from registries, by every scheme.
const load = (0, eval)("(name) => import(name)");
const names = [
  "http://127.0.0.1:45999/x.js",
  "https://127.0.0.1:45999/x.js",
  "npm:is-number",
  "jsr:@std/assert",
  "https://esm.sh/is-number",
  "//127.0.0.1:45999/x.js",
];
const came = [];
for (const name of names) {
  await load(name).then(
    () => came.push(name),
    () => {},
  );
  await import(name).then(
    () => came.push(name),
    () => {},
  );
}
verdict(came.length > 0, `loaded ${came.join(" ")}`);
//# modules-09 | contained | Names of generated modules and skills that climb out of their folders.
const climbs = ["../", "..%2f", "..\\", "%2e%2e/", "....//", "./../", "..;/", "\u2025/"].map((up) => up.repeat(8));
const came = [];
for (const base of ["generated/servers/", "skills/", "generated/", ""]) {
  for (const up of climbs) {
    for (const end of ["etc/passwd", "tmp/cm_sentinel_host", "etc/passwd\0.ts"])
      await import(`${base}${up}${end}`).then(
        () => came.push(up),
        () => {},
      );
  }
}
verdict(came.length > 0, `${came.length} names led out`);
//# modules-10 | error | A literal import of a skill whose name climbs out of the skills folder.
await import("skills/../../../../../../tmp/cm_sentinel_host");
//# modules-11 | error | A literal import that is a server's name and then a path, with a byte of zero.
await import("generated/servers/probe\u0000/../admin");
//# modules-12 | contained | Import attributes as a way to another loader, with options that are getters and proxies.
const load = (0, eval)("(name, options) => import(name, options)");
const got = [];
for (const type of ["json", "text", "bytes", "css", "webassembly", "macro", "file"]) {
  const options = {
    get with() {
      return new Proxy({ type }, { get: (target, key) => target[key] });
    },
  };
  await load("file:///etc/hosts", options).then(
    () => got.push(type),
    (error) => error.name === "SyntaxError" && /JSON|Unexpected/.test(error.message) && got.push(type),
  );
  await import(`file:///etc/${"hosts"}`, { with: { type } }).then(
    () => got.push(type),
    () => {},
  );
}
verdict(got.length > 0, `file with the attribute ${got.join(" ")}`);
//# modules-13 | error | import.meta, which a program does not have.
console.log(import.meta.url, import.meta.resolve("node:fs"));
//# modules-14 | contained | A specifier that is one name when it is checked and another when it is used.
let asked = 0;
const shifting = { toString: () => ["generated/servers/probe", "generated/servers/admin", "node:fs"][(asked += 1) % 3] };
let power;
for (let i = 0; i < 6; i += 1) {
  await import(shifting).then(
    (module) => (power ??= module.readFileSync?.("/etc/passwd") ?? module.reset),
    () => {},
  );
}
const answered =
  typeof power === "function"
    ? await power({}).then(
        () => true,
        () => false,
      )
    : power !== undefined;
verdict(answered, "a module behind a name that changes");
//# modules-15 | contained | Names that every object has, as names of servers and skills.
const came = [];
for (const base of ["generated/servers/", "skills/"]) {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "prototype", "then", "default"]) {
    await import(base + name).then(
      (module) => came.push(typeof module),
      () => {},
    );
  }
}
verdict(came.length > 0, `${came.length} inherited names are modules`);
//# modules-16 | contained | createRequire, getBuiltinModule and other loaders that a harmless module brings along.
const load = (0, eval)("(name) => import(name)");
const ways = [
  async () => (await load("node:module")).createRequire("file:///")("node:fs").readFileSync("/etc/passwd", "utf8"),
  async () => (await load("node:process")).default.getBuiltinModule("node:fs").readFileSync("/etc/passwd", "utf8"),
  async () => (await load("node:module")).createRequire("file:///etc/")("./passwd"),
  async () => (await load("node:vm")).runInThisContext("process").env["CM_" + "SECRET"],
  async () => (await load("node:process")).default.dlopen({ exports: {} }, "/lib/x86_64-linux-gnu/libc.so.6") ?? "opened",
];
const got = (await Promise.allSettled(ways.map((way) => way()))).filter((each) => each.status === "fulfilled" && each.value !== undefined);
verdict(got.length > 0, `${got.length} loaders`);
//# modules-17 | contained | A database engine inside the runtime that writes its temporary files where it is told to.
let wrote = false;
try {
  const { DatabaseSync } = await (0, eval)("import('node:sqlite')");
  const db = new DatabaseSync(":memory:");
  db.exec("PRAGMA temp_store = 1; PRAGMA cache_size = 1; PRAGMA temp_store_directory = '/var/tmp'; CREATE TEMP TABLE spill (bytes)");
  db.exec("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) INSERT INTO spill SELECT randomblob(1000) FROM n");
  wrote = db.prepare("SELECT count(*) AS rows FROM spill").all()[0].rows === 2000;
} catch {}
verdict(wrote, "a temporary file in a folder of the host");
//# modules-18 | contained | A database that is opened as, attached to or copied into a file.
let done = 0;
const { DatabaseSync } = await (0, eval)("import('node:sqlite')").catch(() => ({}));
for (const sql of [
  "ATTACH '/tmp/cm_hostile.db' AS x; CREATE TABLE x.t (a)",
  "VACUUM INTO '/tmp/cm_hostile.db'",
  "SELECT load_extension('/lib/x86_64-linux-gnu/libm.so.6')",
  "SELECT writefile('/tmp/cm_hostile', 'x')",
]) {
  try {
    new DatabaseSync(":memory:", { allowExtension: true }).exec(sql);
    done += 1;
  } catch {}
}
try {
  done += new DatabaseSync("file:/tmp/cm_hostile.db?mode=rwc") ? 1 : 0;
} catch {}
verdict(done > 0, `${done} ways to a file through SQL`);
//# modules-19 | contained | Tools for diagnosis that write reports, snapshots and traces to disk or open a port.
const load = (0, eval)("(name) => import(name)");
const ways = {
  report: async () => (await load("node:process")).default.report.writeReport("/tmp/cm_hostile.json"),
  inspector: async () => ((await load("node:inspector")).open(0, "127.0.0.1"), (await load("node:inspector")).url()),
  wasi: async () => Object.keys(new (await load("node:wasi")).WASI({ version: "preview1", preopens: { "/": "/" } })).join(),
  snapshot: async () => (await load("node:v8")).writeHeapSnapshot("/tmp/cm_hostile.heapsnapshot"),
};
for (const [name, way] of Object.entries(ways)) {
  const done = await way().catch(() => "");
  verdict(typeof done === "string" && done !== "", `diagnosis by ${name}`);
}
//# modules-20 | contained | The runtime's own modules, imported by relative name, as a way to its insides.
const load = (0, eval)("(name) => import(name)");
const needle = ["CM_SECRET", "0123456789abcdef"].join("-");
let text = "";
for (const name of [
  "./wire.js",
  "./guest.js",
  "./requests.js",
  "./session.js",
  "../sandbox.js",
  "../../index.js",
  "../../config/load.js",
  "..\\..\\config\\load.js",
]) {
  const module = await load(name).catch((error) => ({ error: error.message }));
  text += JSON.stringify(module) + Object.keys(module);
  if (typeof module.loadConfig === "function" || typeof module.CodeModeExecutor === "function") text += needle;
}
verdict(text.includes(needle), "a module of the host side");
//# modules-21 | contained | Spellings of a module's name that a list of refused names may not have, by a real import.
const load = (0, eval)("(name) => import(name)");
const names = [
  "NODE:fs",
  " node:fs",
  "node:fs ",
  "node:\tfs",
  "no\nde:fs",
  "node:%66s",
  "node:fs?x",
  "node:fs#x",
  "node:/fs",
  "node:./fs",
  "node:fs/",
  "node:path/../fs",
  "fs/",
  "ext:deno_node/fs.ts",
  "ext:core/mod.js",
  "internal:fs",
  "node:internal/fs/utils",
  "data:text/javascript,export * from 'NODE:fs'",
];
const read = [];
for (const name of names) {
  const module = await load(name).catch(() => ({}));
  try {
    if (module.readFileSync("/etc/passwd", "utf8").includes("root:")) read.push(name);
  } catch {}
}
verdict(read.length > 0, `a file by ${read.join(" ")}`);

import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { API, type Project, type Snapshot } from "typescript/unstable/async";
import { reapWithHost } from "../process/reaper.ts";
import { judge, type Judgement } from "./judge.ts";
import { earlierPath, moduleText, serversText } from "./program-text.ts";
import type { CheckReport, CheckRequest, Finding } from "./type-checker.ts";
import { VirtualFiles } from "./virtual-files.ts";

/** One compiler process. */
export class Compiler {
  readonly #files = new VirtualFiles();
  readonly #api: API;
  #snapshot: Snapshot | undefined;
  readonly #open = new Set<string>();
  #watched = false;
  #whenLost: () => void = () => {};
  /** Settles when the process ends by itself. */
  readonly lost: Promise<CheckReport>;

  constructor() {
    for (const root of [PROMISED, OBSERVED]) {
      this.#files.write(`${root}/tsconfig.json`, configText());
      this.#files.write(`${root}/globals.d.ts`, globals);
    }
    this.#api = new API({ fs: this.#files.system, cwd: "/" });
    this.lost = new Promise((resolve) => {
      this.#whenLost = () => resolve({ kind: "skipped", why: "the compiler's process ended" });
    });
  }

  async check(request: CheckRequest): Promise<CheckReport> {
    this.#hold(true);
    try {
      const observes = request.modules.some(({ observed }) => observed !== undefined);
      const [promised, observed] = await this.#judge(request, observes ? [PROMISED, OBSERVED] : [PROMISED]);
      if (!promised) throw new Error("it gave no judgement");
      const findings: Finding[] = promised.findings.map((finding) => ({ ...finding, severity: "error" }));
      const known = new Set(findings.map(({ start }) => start));
      for (const finding of observed?.findings ?? []) if (!known.has(finding.start)) findings.push({ ...finding, severity: "warning" });
      return { kind: "checked", findings: findings.toSorted((a, b) => a.start - b.start), loosened: promised.loosened };
    } catch (error) {
      return { kind: "skipped", why: `the compiler failed: ${error instanceof Error ? error.message : String(error)}` };
    } finally {
      this.#hold(false);
    }
  }

  /**
   * Checks by each kind of declarations, in one turn of the compiler, and once more where the program gives a variable values of several types:
   * that variable may then be anything.
   */
  async #judge(request: CheckRequest, roots: readonly Root[]): Promise<Judgement[]> {
    for (const root of roots) this.#write(request, root, request.source, request.loose);
    const first = await this.#diagnose(request, new Map(roots.map((root) => [root, []])));
    const again = new Map<Root, readonly number[]>();
    for (const [index, root] of roots.entries()) {
      const { loosens, loosened } = first[index] as Judgement;
      if (loosens.length === 0 && loosened.length === 0) continue;
      const inserted = loosens.toSorted((a, b) => a - b);
      let source = request.source;
      for (const at of inserted.toReversed()) source = `${source.slice(0, at)}${ANYTHING}${source.slice(at)}`;
      this.#write(request, root, source, [...request.loose, ...loosened]);
      again.set(root, inserted);
    }
    if (again.size === 0) return first;
    const second = await this.#diagnose(request, again);
    const repeated = [...again.keys()];
    return first.map((judgement, index) => {
      const other = second[repeated.indexOf(roots[index] as Root)];
      return other ? { ...other, loosened: judgement.loosened } : judgement;
    });
  }

  #write(request: CheckRequest, root: Root, source: string, loose: readonly string[]): void {
    for (const module of request.modules) {
      const text = root === OBSERVED ? (module.observed ?? module.promised) : module.promised;
      this.#files.write(`${root}/${module.specifier}${module.specifier.startsWith("generated/") ? ".d.ts" : ".ts"}`, text);
    }
    for (const [place, each] of request.earlier.entries()) {
      this.#files.write(earlierPath(root, place), moduleText({ ...each, loose: [] }, request.earlier.slice(0, place)));
    }
    this.#files.write(`${root}/servers.d.ts`, serversText(request));
    this.#files.write(`${root}/main.ts`, moduleText({ ...request, source, loose }, request.earlier));
  }

  /** @param inserted by root where `: any` was put into the program's text */
  async #diagnose(request: CheckRequest, inserted: ReadonlyMap<Root, readonly number[]>): Promise<Judgement[]> {
    const projects = await this.#update([...inserted.keys()]);
    return Promise.all(
      [...inserted].map(([root, places], index) => {
        const project = projects[index] as Project;
        const diagnostics = project.program.getSemanticDiagnostics(`${root}/main.ts`);
        // Whoever waits for it hears of a failure; nobody may be waiting yet.
        diagnostics.catch(() => {});
        const insertions = places.map((at) => ({ at, length: ANYTHING.length }));
        return judge({ project, root, request, diagnostics, inserted: insertions, onlyDiagnostics: root === OBSERVED });
      }),
    );
  }

  async #update(roots: readonly Root[]): Promise<Project[]> {
    const added = roots.filter((root) => !this.#open.has(root)).map((root) => `${root}/tsconfig.json`);
    for (const root of roots) this.#open.add(root);
    const updating = this.#api.updateSnapshot({
      fileChanges: this.#files.takeChanges(),
      ...(added.length > 0 ? { openProjects: added } : {}),
    });
    await this.#watchProcess();
    const snapshot = await updating;
    this.#snapshot?.dispose().catch(() => {});
    this.#snapshot = snapshot;
    return roots.map((root) => {
      const project = snapshot.getProject(`${root}/tsconfig.json`);
      if (!project) throw new Error("it has no project");
      return project;
    });
  }

  /** The process is the API's own, made with the first snapshot; its end must be seen. */
  async #watchProcess(): Promise<void> {
    if (this.#watched) return;
    this.#watched = true;
    // It is started a little after it is asked for. One that waits for an answer does not see that its input has ended.
    for (let turn = 0; turn < 1_000 && childOf(this.#api)?.pid === undefined; turn += 1) await setImmediate();
    const child = childOf(this.#api);
    child?.once("exit", () => this.#whenLost());
    if (child?.stdin) forgiving(child.stdin);
    if (child) reapWithHost(child);
  }

  /** Whether the compiler keeps this process alive: while somebody waits for it, and not else. */
  #hold(held: boolean): void {
    const child = childOf(this.#api);
    for (const each of [child, child?.stdin, child?.stdout] as ({ ref?: () => void; unref?: () => void } | null | undefined)[]) {
      if (held) each?.ref?.();
      else each?.unref?.();
    }
  }

  /** The memory of the process; 0 where the system does not say. */
  residentMb(): number {
    const pid = childOf(this.#api)?.pid;
    if (pid === undefined || process.platform !== "linux") return 0;
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
    } catch {
      return 0;
    }
  }

  kill(): void {
    childOf(this.#api)?.kill("SIGKILL");
  }

  async close(): Promise<void> {
    const child = childOf(this.#api);
    await Promise.race([this.#api.close().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
    child?.kill("SIGKILL");
  }
}

/**
 * What is still on its way to a process that has ended is lost with it, and no failure of this one: the API waits for none of its answers to
 * what the compiler has asked, so that nobody would catch it.
 */
function forgiving(input: Writable): void {
  input.on("error", () => {});
  const write = input.write.bind(input) as (...args: readonly unknown[]) => boolean;
  input.write = (...args: readonly unknown[]) => write(...args.map((each) => (typeof each === "function" ? () => each() : each)));
}

/** The API's process, which it does not give out; the package is pinned to one version. */
function childOf(api: API): ChildProcess | undefined {
  const client: unknown = Reflect.get(api, "client");
  return typeof client === "object" && client !== null ? (Reflect.get(client, "process") as ChildProcess | undefined) : undefined;
}

/** By what declarations a program is judged: what tools promise, or what their results looked like beside it. */
type Root = typeof PROMISED | typeof OBSERVED;

const PROMISED = "/promised";
const OBSERVED = "/observed";
const ANYTHING = ": any";
const globals = readFileSync(new URL("guest-globals.d.ts", import.meta.url), "utf8");

/** Lenient where style is concerned: only what surely fails is a mistake. */
function configText(): string {
  return JSON.stringify({
    compilerOptions: {
      target: "esnext",
      module: "preserve",
      moduleResolution: "bundler",
      lib: ["esnext"],
      types: [],
      strict: false,
      noEmit: true,
      skipLibCheck: true,
      experimentalDecorators: true,
      paths: { "generated/*": ["./generated/*"], "skills/*": ["./skills/*"], "session/*": ["./session/*"] },
    },
    files: ["main.ts", "globals.d.ts", "servers.d.ts"],
  });
}

#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { cac, type CAC } from "cac";
import { didYouMean } from "../closest-names.ts";
import { CodemodeError, messageOf } from "../errors.ts";
import type { ApproveOptions } from "./commands/approve.ts";
import type { AuditCommandOptions } from "./commands/audit.ts";
import type { ReviewOptions } from "./commands/review.ts";
import type { LoginCommandOptions } from "./commands/login.ts";
import type { ImportOptions } from "./commands/import.ts";
import type { InstallCommandOptions } from "./commands/install.ts";
import type { ServeOptions } from "./commands/serve.ts";
import type { AddOptions, ListOptions } from "./commands/servers.ts";
import type { SkillsOptions } from "./commands/skills/verb.ts";
import type { CommonOptions } from "./open.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has gone, as in `codemode tools | head`.
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
// A child of ours could otherwise open the inspector of this process by a signal.
process.on("SIGUSR1", () => {});

const cli = cac("codemode");
defineCommands(cli);
cli.help();
cli.version((JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version);

try {
  // The parser drops a lone dash, which by convention means standard input. What follows -- is a command of somebody else's.
  const end = process.argv.indexOf("--");
  cli.parse(
    process.argv.map((argument, index) => (argument === "-" && (end < 0 || index < end) ? "--stdin" : argument)),
    { run: false },
  );
  if (!cli.matchedCommand && !cli.options.help && !cli.options.version) {
    const [given] = cli.args;
    if (given !== undefined)
      throw new CodemodeError(
        "USAGE",
        `There is no command "${given}".${didYouMean(
          given,
          cli.commands.map(({ name }) => name),
        )} See codemode --help.`,
      );
    cli.outputHelp();
  }
  const exitCode: unknown = await cli.runMatchedCommand();
  process.exitCode = typeof exitCode === "number" ? exitCode : 0;
} catch (error) {
  const own = error instanceof CodemodeError;
  const usage = own || (error instanceof Error && error.name === "CACError");
  process.stderr.write(`codemode: ${messageOf(error)}${own ? ` [${error.code}]` : ""}\n`);
  process.exitCode = own && error.code === "CANCELLED" ? 130 : usage ? 2 : 1;
}

function defineCommands(program: CAC): void {
  const common = (name: string, description: string): ReturnType<CAC["command"]> =>
    program
      .command(name, description)
      .option("--config <file>", "The config file (default: codemode.json or .mcp.json here, then your own)")
      .option("--skills <folder>", "A folder with skills, before those of the config")
      .option("--no-pin", "Take the definitions of tools as they are, changed or not")
      .option("--json", "Print JSON");

  common("run [file]", "Run a TypeScript or Python program in the sandbox; - reads standard input")
    .option("-e, --eval <code>", "Run this code")
    .option("--stdin", "Read the program from standard input; - does the same")
    .option("--lang <language>", "typescript or python (default: by the file's name, or a guess)")
    .option("--timeout <ms>", "Guest time, in milliseconds")
    .option("--allow <pattern>", "Tools that need no approval: server.tool, server.*; may be given again")
    .example("codemode run report.ts")
    .example("codemode run report.py")
    .example("codemode run -e '1 + 1'")
    .example("echo 'console.log(await servers.memory.read_graph())' | codemode run -")
    .action(async (file: string | undefined, options: CommonOptions) => (await import("./commands/run.ts")).run(file, options));
  common("tools [query]", "List the tools of your servers, or search them")
    .option("--server <name>", "Only tools of this server")
    .example("codemode tools")
    .example("codemode tools 'read a file' --server filesystem")
    .action(async (query: string | undefined, options: CommonOptions) => (await import("./commands/tools.ts")).tools(query, options));
  common("describe <tool>", "Show the TypeScript declaration of server.tool")
    .example("codemode describe filesystem.read_text_file")
    .action(async (tool: string, options: CommonOptions) => (await import("./commands/describe.ts")).describe(tool, options));
  common("generate", "Write bindings and declarations for people and editors")
    .option("--out <folder>", "Where to", { default: "generated" })
    .option("--import-extension <ending>", "How files import each other: .ts (Node 22.18, Deno, bundlers) or .js (plain tsc)", {
      default: ".ts",
    })
    .example("codemode generate --out generated")
    .action(async (options: CommonOptions & { out: string; importExtension: string }) =>
      (await import("./commands/generate.ts")).generate(options),
    );
  common("skills [...verb]", "List skills; show, run, new, save, test, rm, history, restore, import and export them")
    .option("--name <name>", "save: under this name (default: the file's)")
    .option("--description <text>", "save: what it is for (default: its leading comment or docstring)")
    .option("--tag <tag>", "save: with this tag; list: only with it; may be given again")
    .option("--replace", "save, import: as the next version of the skill that has the name")
    .option("--lang <language>", "new: typescript or python (default: typescript)")
    .option("--function <name>", "run: which function (default: the one that is called like the skill, or the first)")
    .option("--allow <pattern>", "run: tools that need no approval; may be given again")
    .option("--record", "run: keep this call, with what its tools gave, as a case of the skill")
    .example("codemode skills --skills ./skills")
    .example("codemode skills list 'count words'")
    .example("codemode skills show word_count")
    .example("codemode skills save word_count.ts --replace")
    .example("codemode skills run word_count notes.txt")
    .example("codemode skills test")
    .example("codemode skills restore word_count 1")
    .example("codemode skills export word_count ../shared")
    .action(async (verb: string[], options: SkillsOptions) => (await import("./commands/skills.ts")).skills(verb, options));
  common("serve", "Serve the gateway on standard input and output, or over HTTP")
    .option("--http [address]", "Streamable HTTP on [host:]port (default: 127.0.0.1:7733)")
    .option("--auth <kind>", "With --http: token (default), oauth as the config says, or none on loopback")
    .example("codemode serve --config .mcp.json")
    .example("codemode serve --http 127.0.0.1:7733")
    .action(async (options: ServeOptions) => (await import("./commands/serve.ts")).serve(options));
  common("login [server]", "Sign in at a server over your browser; without a server, say where you are signed in")
    .option("--no-browser", "Print the address and open nothing")
    .option("--scope <scopes>", "Ask for these rights (default: as the config or the server says)")
    .example("codemode login tickets")
    .action(async (server: string | undefined, options: LoginCommandOptions) =>
      (await import("./commands/login.ts")).login(server, options),
    );
  common("logout <server>", "Forget the sign-in at a server, and tell its authorization server")
    .example("codemode logout tickets")
    .action(async (server: string, options: CommonOptions) => (await import("./commands/logout.ts")).logout(server, options));
  program
    .command("import [client]", "Show the servers of your MCP clients, and take them into your config")
    .option("--from <file>", "Only those of this file")
    .option("--to <file>", "Into this config (default: ~/.config/codemode/codemode.json)")
    .option("--all", "Also servers that projects bring")
    .option("--dry-run", "Only say what would be done")
    .option("--json", "Print JSON")
    .example("codemode import")
    .example("codemode import cursor --dry-run")
    .action(async (client: string | undefined, options: ImportOptions) =>
      (await import("./commands/import.ts")).importCommand(client, options),
    );
  const clientOptions = (name: string, description: string): ReturnType<CAC["command"]> =>
    program.command(name, description).option("--project", "The project's file, not yours").option("--json", "Print JSON");
  clientOptions("install <client>", "Let an MCP client start the gateway")
    .option("--config <file>", "The config that the gateway reads (default: ~/.config/codemode/codemode.json)")
    .option("--move", "Take the client's servers into that config, and out of the client's")
    .option("--dry-run", "Only say what would be done")
    .example("codemode install claude-code")
    .example("codemode install cursor --move")
    .action(async (client: string, options: InstallCommandOptions) =>
      (await import("./commands/install.ts")).installCommand(client, options),
    );
  clientOptions("uninstall <client>", "Bring a client's config back to what it was before install")
    .example("codemode uninstall claude-code")
    .action(async (client: string, options: InstallCommandOptions) =>
      (await import("./commands/install.ts")).uninstallCommand(client, options),
    );
  const own = (name: string, description: string): ReturnType<CAC["command"]> =>
    program
      .command(name, description)
      .option("--config <file>", "The config file (default: ~/.config/codemode/codemode.json)")
      .option("--json", "Print JSON");
  own("add <name> [url]", "Add a server to your config: a URL, or a command after --")
    .option("--env <pair>", "NAME=VALUE for a command; may be given again")
    .option("--header <line>", '"Name: value" for a URL; may be given again')
    .option("--replace", "In the place of a server of that name")
    .example("codemode add memory -- npx -y @modelcontextprotocol/server-memory")
    .example("codemode add tickets https://tickets.example/mcp --header 'Authorization: Bearer ${TICKETS_TOKEN}'")
    .action(async (name: string, url: string | undefined, options: AddOptions) =>
      (await import("./commands/servers.ts")).add(name, url, options),
    );
  own("remove <name>", "Take a server out of your config")
    .example("codemode remove memory")
    .action(async (name: string, options: CommonOptions) => (await import("./commands/servers.ts")).remove(name, options));
  common("list", "List the servers of the config, without starting them")
    .option("--connect", "Start them, and say how they are")
    .example("codemode list")
    .action(async (options: ListOptions) => (await import("./commands/servers.ts")).list(options));
  program
    .command("approve [file]", "Show what a project's config runs, and let it")
    .option("--yes", "Without asking")
    .option("--list", "List what is approved")
    .option("--revoke", "Take an approval back")
    .option("--json", "Print JSON")
    .example("codemode approve")
    .example("codemode approve .mcp.json --revoke")
    .action(async (file: string | undefined, options: ApproveOptions) =>
      (await import("./commands/approve.ts")).approveCommand(file, options),
    );
  program
    .command("audit [verb] [file]", "Check an audit log: codemode audit verify <file>")
    .option("--head <hash>", "The hash of a record that must be there, as an earlier check has given it")
    .option("--json", "Print JSON")
    .example("codemode audit verify audit.jsonl")
    .action(async (verb: string | undefined, file: string | undefined, options: AuditCommandOptions) =>
      (await import("./commands/audit.ts")).audit(verb, file, options),
    );
  common("review [tool]", "Show which tools have changed since they were first used, and accept them: server, or server.tool")
    .option("--accept", "Take them as they are now")
    .example("codemode review")
    .example("codemode review filesystem --accept")
    .action(async (tool: string | undefined, options: ReviewOptions) => (await import("./commands/review.ts")).review(tool, options));
  common("doctor", "Say which walls stand around programs here, and how the servers are")
    .example("codemode doctor --config .mcp.json")
    .action(async (options: CommonOptions) => (await import("./commands/doctor.ts")).doctor(options));
  program
    .command("demo", "Run a program over three real servers and compare tokens")
    .option("--json", "Print JSON")
    .option("--lang <language>", "The program's twin in this language: typescript or python", { default: "typescript" })
    .example("codemode demo")
    .example("codemode demo --lang python")
    .action(async (options: CommonOptions) => (await import("./commands/demo.ts")).demo(options));
}

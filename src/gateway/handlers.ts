import { Validator, type Schema } from "@cfworker/json-schema";
import type { CallToolResult, InputRequiredResult, Tool as McpTool } from "@modelcontextprotocol/server";
import type { Codemode } from "../codemode.ts";
import { CodemodeError, messageOf } from "../errors.ts";
import type { Language } from "../executor/languages/language.ts";
import { importOf, type SaveSkillRequest } from "../save-skill.ts";
import type { ListedSkill } from "../skill-status.ts";
import type { Skill } from "../skills/skill.ts";
import type { Caller } from "./caller.ts";
import type { DirectTools } from "./direct/direct-tools.ts";
import { executeCode, waitExecution, type ExecuteCode, type WaitExecution } from "./execute-code.ts";
import { searchTools, type SearchTools } from "./search-tools.ts";
import { toolDetails } from "./tool-details.ts";

/** Answers a call of one of the gateway's tools; a failure is an answer with `isError`. `undefined` for a tool that is none of them. */
export type GatewayCall = (name: string, args: unknown, caller: Caller) => Promise<CallToolResult | InputRequiredResult> | undefined;

type Handler = (
  args: never,
  caller: Caller,
) => Promise<{ readonly structured: object; readonly text: string } | CallToolResult | InputRequiredResult>;

interface CallTool {
  readonly server: string;
  readonly tool: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

interface ListSkills {
  readonly query?: string;
  readonly tags?: readonly string[];
  readonly detail?: "brief" | "full";
}

interface SaveSkill extends Omit<SaveSkillRequest, "executionId" | "owner"> {
  readonly execution_id?: string;
}

export function createGatewayCall(codemode: Codemode, tools: readonly McpTool[], directTools: DirectTools): GatewayCall {
  const { registry, skills } = codemode;
  const handlers: Readonly<Record<string, Handler>> = {
    async search_tools(args: SearchTools, { signal, origin }) {
      await registry.discoverAll({ signal });
      return searchTools(codemode, args, origin.caller);
    },
    async get_tool_details(args: { names: readonly string[]; language?: Language }, { signal, origin }) {
      await registry.discoverAll({ signal });
      return toolDetails(codemode, args, origin.caller);
    },
    async call_tool({ server, tool, arguments: args = {} }: CallTool, caller) {
      await registry.discoverAll({ signal: caller.signal });
      if (!codemode.access.reaches(server, "direct", caller.origin.caller)) throw onlyFromCode(server);
      return directTools.callTool({ server, tool, args }, caller);
    },
    execute_code: (args: ExecuteCode, caller) => executeCode(codemode, args, caller),
    wait_execution: (args: WaitExecution, caller) => waitExecution(codemode, args, caller),
    async list_skills({ query, tags, detail }: ListSkills, { signal }) {
      await registry.discoverAll({ signal });
      const { skills: found, problems } = await codemode.listSkills({
        ...(query === undefined ? {} : { query }),
        ...(tags === undefined ? {} : { tags }),
      });
      const empty =
        query === undefined && tags === undefined ? "There are no skills yet." : "No skill fits. Leave query and tags out to list all.";
      return {
        structured: { skills: found.map((skill) => (detail === "full" ? toFullSkill(skill) : toListedSkill(skill))), problems },
        text: [
          ...(found.length === 0 ? [empty] : found.map((skill) => [skillLine(skill), ...stateLines(skill)].join("\n  "))),
          ...problems.map(({ file, message }) => `${file}: ${message}`),
        ].join("\n"),
      };
    },
    async get_skill({ name, file }: { name: string; file?: string }) {
      const skill = await skills.get(name);
      const files = await skills.files(name);
      const path = file ?? (files.includes("SKILL.md") ? "SKILL.md" : (files[0] as string));
      const text = await skills.readFile(name, path);
      return {
        structured: { ...toListedSkill(skill), files, file: path, text },
        text: `${skillLine(skill)}\nFiles: ${files.join(", ")}\n--- ${path}\n${text}`,
      };
    },
    async save_skill({ execution_id, ...request }: SaveSkill, { signal, principal }) {
      await registry.discoverAll({ signal });
      const skill = await codemode.saveSkill({
        ...request,
        ...ownedBy(principal),
        ...(execution_id === undefined ? {} : { executionId: execution_id }),
      });
      return {
        structured: { ...toListedSkill(skill), version: skill.version },
        text: `Saved, version ${skill.version}.\n${skillLine(skill)}`,
      };
    },
  };
  const validators = new Map(
    tools.map((tool) => [tool.name, new Validator({ ...tool.inputSchema, additionalProperties: false } as Schema, "2020-12", false)]),
  );

  return (name, args, caller) => {
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    return handler === undefined ? undefined : answer(handler, name, args ?? {}, caller);
  };

  async function answer(handler: Handler, name: string, args: unknown, caller: Caller): Promise<CallToolResult | InputRequiredResult> {
    try {
      const checked = validators.get(name)?.validate(args);
      if (checked && !checked.valid) {
        const [first, second] = checked.errors.map(
          ({ instanceLocation, error }) => `${instanceLocation.replace(/^#\/?/, "") || "arguments"}: ${error}`,
        );
        throw new CodemodeError("INVALID_ARGUMENTS", `${name}: ${second ?? first}`);
      }
      const given = await handler(args as never, caller);
      if (!("structured" in given)) return given;
      return { content: [{ type: "text", text: given.text as string }], structuredContent: given.structured as Record<string, unknown> };
    } catch (error) {
      const code = error instanceof CodemodeError ? ` [${error.code}]` : "";
      return { content: [{ type: "text", text: `Error${code}: ${messageOf(error)}` }], isError: true };
    }
  }
}

function onlyFromCode(server: string): CodemodeError {
  return new CodemodeError("USAGE", `Tools of "${server}" are called from code here: use execute_code. (codemode.mode, codemode.servers)`);
}

function ownedBy(principal: string | undefined): { readonly owner?: string } {
  return principal === undefined ? {} : { owner: principal };
}

function toListedSkill(skill: Skill): object {
  const { name, description, language, functions, tags, version, changed } = skill;
  const importLine = importOf(skill);
  return {
    name,
    description,
    ...(language === undefined ? {} : { language }),
    ...(importLine === undefined ? {} : { import: importLine }),
    signatures: functions.map(({ signature }) => signature),
    tags,
    ...(version === undefined ? {} : { version }),
    ...(changed ? { changed } : {}),
  };
}

/** A skill with all that is known of it. */
function toFullSkill(skill: ListedSkill): object {
  const { origin, functions, tools, uses } = skill;
  return { ...toListedSkill(skill), origin, functions, tools, ...(uses ? { uses } : {}) };
}

/** What a reader must know of a skill besides what it is: how it did, and which of its tools are not as they were. */
function stateLines({ tools, uses }: ListedSkill): string[] {
  const needed = tools.map(({ server, tool, state }) => `${server}.${tool}${state === "there" ? "" : ` (${state})`}`);
  return [
    ...(needed.length === 0 ? [] : [`needs ${needed.join(", ")}`]),
    ...(uses
      ? [
          `used ${uses.calls} times, ${Math.round((100 * (uses.calls - uses.failures)) / uses.calls)} % well, last ${uses.lastUsedAt.slice(0, 10)}`,
        ]
      : []),
  ];
}

function skillLine(skill: Skill): string {
  const { name, description, functions, changed } = skill;
  const [first = ""] = description.split("\n");
  const lines = [
    `skills/${name}: ${first.slice(0, 300)}${changed ? " (changed since it was saved)" : ""}`,
    importOf(skill),
    ...functions.map(({ signature }) => signature),
  ];
  return lines.filter((line) => line !== undefined).join("\n  ");
}

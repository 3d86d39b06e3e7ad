import { expect, test } from "vitest";
import { errorCodes } from "./errors.ts";
import * as index from "./index.ts";

test("the public names are these", () => {
  expect(Object.keys(index).toSorted()).toMatchInlineSnapshot(`
    [
      "CodeModeExecutor",
      "CodemodeError",
      "SkillManager",
      "ToolError",
      "ToolRegistry",
      "createCodemode",
      "declareTools",
      "defaultLimits",
      "errorCodes",
      "interactiveSignIn",
      "loadConfig",
      "parseConfig",
      "serverDeclaration",
      "serverStub",
      "signature",
      "toolDeclaration",
      "toolStub",
      "verifyAudit",
    ]
  `);
});

test("the error codes are these", () => {
  expect(errorCodes.join(" ")).toMatchInlineSnapshot(
    `"CONFIG_NOT_FOUND CONFIG_NOT_JSON CONFIG_INVALID CONFIG_VARIABLE_MISSING USAGE SERVER_UNKNOWN SERVER_EXISTS SERVER_START_FAILED SERVER_UNREACHABLE SERVER_TIMEOUT SERVER_CLOSED SERVER_PROTOCOL SERVER_LIMIT SECRET_FAILED SIGN_IN_REQUIRED SIGN_IN_FAILED TOOL_UNKNOWN TOOL_FAILED TOOL_TIMEOUT INVALID_ARGUMENTS CANCELLED SYNTAX CHECK_FAILED EMPTY_PROGRAM MODULE_UNKNOWN LANGUAGE_UNKNOWN SKILL_INVALID SKILL_EXISTS SKILL_CYCLE PROGRAM_FAILED SESSION_UNKNOWN EXECUTION_UNKNOWN RESOURCE_UNKNOWN PROMPT_UNKNOWN HANDLE_UNKNOWN BUSY SANDBOX_MISSING SANDBOX_START_FAILED SANDBOX_WALL_MISSING SANDBOX_DIED SANDBOX_PROTOCOL LIMIT_GUEST_TIME LIMIT_TOTAL_TIME LIMIT_MEMORY LIMIT_THREADS LIMIT_CALLS LIMIT_CALLS_IN_FLIGHT LIMIT_OUTPUT LIMIT_CONTENT LIMIT_VALUE LIMIT_ARGUMENTS LIMIT_SOURCE DISPOSED AUDIT_FAILED TELEMETRY_MISSING STATE_BROKEN POLICY_DENIED APPROVAL_NEEDED APPROVAL_DENIED APPROVAL_TIMEOUT TOOL_CHANGED CONFIG_UNSAFE CONFIG_NOT_APPROVED CLIENT_UNKNOWN"`,
  );
});

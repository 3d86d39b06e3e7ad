export type { AuditLog, AuditOptions } from "./audit/audit-log.ts";
export type { AuditEntry, AuditRecord } from "./audit/record.ts";
export { verifyAudit } from "./audit/verify.ts";
export type { AuditReport } from "./audit/verify.ts";
export { declareTools } from "./bindings/declared-tool.ts";
export type { DeclaredTool } from "./bindings/declared-tool.ts";
export { serverStub, toolStub } from "./bindings/python/stubs.ts";
export type { ObservedResult } from "./bindings/result-model.ts";
export { serverDeclaration, signature, toolDeclaration } from "./bindings/typescript/declarations.ts";
export type { Detail } from "./bindings/doc-lines.ts";
export type { PrintOptions } from "./bindings/typescript/print-type.ts";
export { createCodemode } from "./codemode.ts";
export type { Codemode, CodemodeOptions } from "./codemode.ts";
export type { RankedHit, SearchHooks } from "./catalogue/hooks.ts";
export type { ToolBrief, ToolDetails } from "./describe-tools.ts";
export type { FoundTools, SearchToolsOptions, ServerSummary, ToolSummary } from "./find-tools.ts";
export type {
  AuditConfig,
  Config,
  HttpConfig,
  HttpServerConfig,
  OAuthClientConfig,
  ProtocolPreference,
  PythonConfig,
  SandboxConfig,
  SecretReference,
  SecretText,
  ServerConfig,
  SignInConfig,
  StdioServerConfig,
  TelemetryConfig,
  ToolMarks,
} from "./config/config.ts";
export type { PolicySection } from "./config/schema.ts";
export { loadConfig, parseConfig } from "./config/load.ts";
export type { LoadConfigOptions } from "./config/load.ts";
export { CodemodeError, ToolError, errorCodes } from "./errors.ts";
export type { ErrorCode, ErrorDetails, ToolErrorDetails } from "./errors.ts";
export type { BeforeCall } from "./executor/call-gate.ts";
export type { Approval, CallGuard, GuardedCall, GuardEvents, GuardOf } from "./executor/call-guard.ts";
export type { Caller } from "./executor/caller.ts";
export { CodeModeExecutor } from "./executor/executor.ts";
export type {
  ExecuteOptions,
  ExecutorLoad,
  ExecutorOptions,
  PythonOptions,
  Questions,
  SandboxReport,
  SearchQuestion,
  SessionOptions,
} from "./executor/executor-options.ts";
export type { Language } from "./executor/languages/language.ts";
export type { SkillSource } from "./executor/modules/skill-source.ts";
export type { CallRecord, ExecutionError, ExecutionResult } from "./executor/result.ts";
export type { TraceEvent, TraceOf, TraceSink, TraceStep } from "./executor/trace.ts";
export type { Metrics } from "./metrics/metrics.ts";
export type { HeldTool, ToolAdmission } from "./registry/tool-admission.ts";
export type { Asker, ServerQuestion } from "./registry/asker.ts";
export { ToolRegistry } from "./registry/registry.ts";
export type { CallOptions, ToolRegistryOptions } from "./registry/registry.ts";
export type { Challenge, ServerToSignIn, SignIn } from "./registry/sign-in.ts";
export type { JsonSchema, ServerState, ServerStatus, Tool, ToolAnnotations } from "./registry/tool.ts";
export type { SandboxDriver, SandboxExit, SandboxProcess, StartOptions, Usage, Wall } from "./sandbox/driver.ts";
export type { DriverName } from "./sandbox/drivers/create-driver.ts";
export type { PythonDriverOptions } from "./sandbox/drivers/python/python.ts";
export { defaultLimits } from "./sandbox/limits.ts";
export type { Limits } from "./sandbox/limits.ts";
export type { OuterWall } from "./sandbox/outer-wall/outer-wall.ts";
export type { SaveSkillRequest } from "./save-skill.ts";
export type { FoundSkills, SkillProblem } from "./skills/skill-folder.ts";
export type { SkillDraft } from "./skills/skill-manager.ts";
export type { Skill, SkillFunction, SkillLanguage, SkillVersion } from "./skills/skill.ts";
export { interactiveSignIn } from "./sign-in/interactive-sign-in.ts";
export type { SignInProvider } from "./sign-in/interactive-sign-in.ts";
export { SkillManager } from "./skills/skill-manager.ts";
export type { TelemetryOptions } from "./telemetry/telemetry.ts";
export type { TraceContext } from "./trace-context.ts";

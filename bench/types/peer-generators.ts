import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { JsonSchema } from "mcp-codemode";
import { peerPackages } from "../peer-packages.ts";

/** Another package that makes TypeScript of a JSON Schema. */
export interface PeerGenerator {
  readonly name: string;
  /** The text of the type, with all that it refers to. */
  generate(schema: JsonSchema, typeName: string): string | Promise<string>;
}

export async function peerGenerators(): Promise<PeerGenerator[]> {
  const packages = peerPackages();
  return [...jsonSchemaToTypescript(packages), await cloudflareCodemode(packages)];
}

/** As it is by default, and without the index signature that it gives every open object, which the others leave out as well. */
function jsonSchemaToTypescript(packages: string): PeerGenerator[] {
  const { compile } = createRequire(`${packages}/`)("json-schema-to-typescript") as {
    compile: (schema: unknown, name: string, options: object) => Promise<string>;
  };
  const options = { bannerComment: "", $refOptions: { resolve: { http: false, file: false } } };
  // It changes the schema that it is given.
  const generate = (more: object) => (schema: JsonSchema, name: string) => compile(structuredClone(schema), name, { ...options, ...more });
  return [
    { name: "json-schema-to-typescript", generate: generate({}) },
    { name: "json-schema-to-typescript, additionalProperties: false", generate: generate({ additionalProperties: false }) },
  ];
}

/** Its generator is in a part of its own, whose name changes with every release; the package itself loads only in Cloudflare's runtime. */
async function cloudflareCodemode(packages: string): Promise<PeerGenerator> {
  const folder = `${packages}/@cloudflare/codemode/dist`;
  const file = readdirSync(folder).find((name) => /^json-schema-types-.*\.js$/.test(name));
  if (file === undefined) throw new Error(`There is no json-schema-types-*.js in ${folder}.`);
  const exported = Object.values((await import(pathToFileURL(`${folder}/${file}`).href)) as Record<string, unknown>);
  const generate = exported.find((each): each is Generate => typeof each === "function" && each.name === "jsonSchemaToType");
  if (!generate) throw new Error(`There is no jsonSchemaToType in ${folder}/${file}.`);
  return { name: "@cloudflare/codemode", generate };
}

type Generate = (schema: JsonSchema, typeName: string) => string;

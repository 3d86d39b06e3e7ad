/** What is known of a tool or a skill, as texts in fields that count differently. */
export interface SearchDocument {
  /** The server; `skills` for skills. */
  readonly group: string;
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  /** Parameter names at every level, then what is said of them. */
  readonly parameters: readonly string[];
  readonly parameterDocs: readonly string[];
  readonly enumValues: readonly string[];
  /** Words around it: tags of a skill, what a server says of itself. */
  readonly about: readonly string[];
}

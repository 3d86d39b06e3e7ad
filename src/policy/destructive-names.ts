/**
 * Whether a tool's name says that it destroys: one of its words is a verb of that kind. Two thirds of the tools in the field say nothing of themselves by
 * annotations, so that the name is all there is; it is only ever a reason to ask.
 */
export function soundsDestructive(name: string): boolean {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
  return words.some((word) => VERBS.has(word.toLowerCase()));
}

const VERBS: ReadonlySet<string> = new Set(
  "delete remove drop destroy wipe purge erase truncate uninstall revoke terminate unlink overwrite".split(" "),
);

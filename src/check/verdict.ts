import type { Diagnostic } from "typescript/unstable/async";

/** What a diagnostic comes to. */
export type Verdict =
  | { readonly kind: "mistake"; readonly start: number; readonly end: number; readonly message: string }
  /** The program gives its variable values of other types; `: any` at this place would say so. */
  | { readonly kind: "loose-variable"; readonly at: number }
  | { readonly kind: "loose-earlier"; readonly name: string }
  | { readonly kind: "nothing" };

export const NOTHING: Verdict = { kind: "nothing" };

export function mistake({ pos, end }: Diagnostic, message: string): Verdict {
  return { kind: "mistake", start: pos, end, message };
}

/** The compiler's text, with the innermost reason. */
export function textOf(diagnostic: Diagnostic): string {
  const reason = innermost(diagnostic);
  const { text } = diagnostic;
  return shortened(withoutOpenness(reason === text ? text : `${text.replace(/\.$/, "")}: ${reason}`));
}

export function shortened(text: string): string {
  return text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE)} ...`;
}

const MAX_MESSAGE = 600;

/** The text of a type without what only the check adds to it: that an open object may hold anything else. */
export function withoutOpenness(text: string): string {
  return text.replaceAll(/\[(?:key|x): string\]: any;? ?/g, "");
}

/** The innermost reason that the compiler gives. */
export function innermost(diagnostic: Diagnostic): string {
  let at = diagnostic;
  while (at.messageChain && at.messageChain.length > 0) at = at.messageChain[0] as Diagnostic;
  return at.text;
}

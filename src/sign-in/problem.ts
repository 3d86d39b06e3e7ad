import {
  AuthorizationServerMismatchError,
  InsecureTokenEndpointError,
  IssuerMismatchError,
  OAuthError,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import { CodemodeError } from "../errors.ts";
import { networkCause } from "../registry/network-cause.ts";
import { knownError } from "./sign-in-fetch.ts";

/**
 * Any failure of a sign-in as an error of ours. The texts of other errors are not in it: they may repeat an answer of the authorization server, and
 * so half of a token.
 */
export function toSignInError(server: string, error: unknown): CodemodeError {
  if (error instanceof CodemodeError) return error;
  return new CodemodeError("SIGN_IN_FAILED", `The sign-in for the server "${server}" failed: ${problemOf(error)}`, { data: { server } });
}

function problemOf(error: unknown): string {
  if (error instanceof IssuerMismatchError)
    return error.kind === "metadata"
      ? `the metadata of ${originOf(error.expected)} are those of another issuer, so they are not used.`
      : `the answer is not of ${originOf(error.expected)}, which was asked, so its code is not used.`;
  if (error instanceof AuthorizationServerMismatchError) return "the server has changed its authorization server meanwhile. Begin anew.";
  if (error instanceof InsecureTokenEndpointError)
    return "the authorization server's token endpoint has no https, so it gets no credentials.";
  if (error instanceof OAuthError)
    return `the authorization server says ${knownError({ error: error.code }) ?? "something that is no answer of OAuth"}.`;
  if (error instanceof Error && error.name === "RegistrationRejectedError")
    return 'the authorization server does not register this client. Give it a "clientId" under "oauth".';
  // These are ours: see beyond-server.ts and interactive-sign-in.ts.
  if (error instanceof UnauthorizedError) return error.message;
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")) return "there was no answer in time.";
  const cause = networkCause(error);
  if (cause !== undefined) return `${cause}.`;
  const message = error instanceof Error ? error.message : "";
  // Sentences of the SDK about what a server can't do, without anything that it said.
  if (/^Incompatible auth server: [\w ]+$/.test(message))
    return `${message.replace("Incompatible auth server", "the authorization server")}.`;
  if (/^Protected resource .* does not match expected /.test(message))
    return "its metadata are those of another resource (RFC 9728), so they are not used.";
  return "an answer was not as OAuth has it.";
}

function originOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : "the authorization server";
}

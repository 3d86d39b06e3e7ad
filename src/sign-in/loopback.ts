import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CodemodeError } from "../errors.ts";
import { knownError } from "./sign-in-fetch.ts";

/** What an authorization server sent the browser back with. */
export interface AuthorizationResponse {
  readonly code: string;
  readonly iss?: string;
}

/**
 * Where the browser comes back to (RFC 8252, section 7.3): a listener on loopback for one answer. What does not bring the `state` that was sent is
 * turned away and ends nothing, as any page can send a browser here.
 */
export class Loopback implements AsyncDisposable {
  readonly url: string;
  readonly #server: Server;
  readonly #state: string;
  #take: (response: AuthorizationResponse) => void = () => {};
  #refuse: (error: Error) => void = () => {};
  readonly #response: Promise<AuthorizationResponse>;

  private constructor(server: Server, host: string, state: string) {
    const { port } = server.address() as AddressInfo;
    this.url = `http://${host}:${port}${PATH}`;
    this.#server = server;
    this.#state = state;
    this.#response = new Promise((resolve, reject) => {
      this.#take = resolve;
      this.#refuse = reject;
    });
    this.#response.catch(() => {});
    server.on("request", (request, response) => this.#answer(request, response));
  }

  /**
   * @param ports are tried in this order; 0 is any
   * @throws CodemodeError `SIGN_IN_FAILED` where none is free
   */
  static async listen(ports: readonly number[], host: "127.0.0.1" | "localhost", state: string): Promise<Loopback> {
    for (const port of ports) {
      const server = createServer({ requestTimeout: 10_000 });
      server.listen(port, "127.0.0.1");
      const listens = await once(server, "listening").then(
        () => true,
        () => false,
      );
      if (listens) return new Loopback(server, host, state);
    }
    throw new CodemodeError(
      "SIGN_IN_FAILED",
      `Port ${ports.join(" or ")} on loopback, where the browser comes back to, is taken. End what listens there.`,
    );
  }

  /** @throws CodemodeError `SIGN_IN_FAILED` where the authorization server said no, or nobody came in time; the signal's reason */
  async response(signal: AbortSignal, timeoutMs: number): Promise<AuthorizationResponse> {
    const late = setTimeout(
      () => this.#refuse(new CodemodeError("SIGN_IN_FAILED", `Nobody came back from the browser within ${timeoutMs / 60_000} minutes.`)),
      timeoutMs,
    );
    const abort = (): void => this.#refuse(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    try {
      return await this.#response;
    } finally {
      clearTimeout(late);
      signal.removeEventListener("abort", abort);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", this.url);
    // Another name for this address would be that of a page that wants to read what comes here.
    const isOurs = request.headers.host === new URL(this.url).host;
    if (!isOurs || request.method !== "GET" || url.pathname !== PATH) return send(response, 404, "There is nothing here.");
    const { searchParams } = url;
    const only = (name: string): string | undefined =>
      searchParams.getAll(name).length === 1 ? (searchParams.get(name) ?? undefined) : undefined;
    if (only("state") !== this.#state) return send(response, 400, "This does not belong to the sign-in that is under way.");
    const code = only("code");
    const iss = only("iss");
    if (code === undefined) {
      send(response, 200, "The sign-in did not work. You can close this window.");
      const error = knownError({ error: only("error") });
      const said = error === undefined ? "did not give a code" : `says ${error}`;
      return this.#refuse(new CodemodeError("SIGN_IN_FAILED", `The authorization server ${said}.`));
    }
    send(response, 200, "You are signed in as far as the browser is needed. You can close this window.");
    this.#take({ code, ...(iss === undefined ? {} : { iss }) });
  }
}

/** Nothing of a request is in the page. */
function send(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    connection: "close",
  });
  response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>codemode</title><p>${sentence}</p></html>\n`);
}

const PATH = "/callback";

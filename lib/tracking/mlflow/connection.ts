import { reasonOf } from "../../core/describe_value.ts";
import { isPlainObject } from "../../core/json.ts";
import { maskError } from "../../core/mask.ts";
import { readCredentialsFile } from "./credentials_file.ts";
import { type IdleLimit, idleLimit, untilStopped, watched } from "./idle_limit.ts";
import { describeLoss, type LostAnswer } from "./lost_answer.ts";
import type { MlflowOutcome, MlflowRequest } from "./mlflow_request.ts";
import type { MlflowLogin, MlflowSettings } from "./mlflow_settings.ts";
import { type FailedRequest, failure, refusal } from "./refusal.ts";
import { requestHeaders } from "./request_headers.ts";
import { retryAfterOf, retryDelay } from "./retry_delay.ts";
import { SentSecrets } from "./sent_secrets.ts";
import { isStream, sendBody, type SentBody } from "./sent_body.ts";
import { openTransport } from "./transport.ts";

/** A server of MLflow, asked by `fetch`. */
export interface MlflowConnection extends AsyncDisposable {
  /** Its address, without user and password. */
  readonly endpoint: string;
  /**
   * Make a request once, and read its answer. Nothing is thrown for what the server or the network does; only what
   * `signal` says and errors of a stream that is sent are.
   *
   * @param read What to do with a good answer; by default its JSON is read.
   */
  attempt<T = unknown>(
    request: MlflowRequest,
    read?: (response: Response) => Promise<T>,
  ): Promise<MlflowOutcome<T>>;
  /**
   * Make a request, again and again if it may be repeated, as the settings say.
   *
   * @throws {TrackingError} When the server refuses it, or cannot be reached.
   */
  send<T = unknown>(request: MlflowRequest, read?: (response: Response) => Promise<T>): Promise<T>;
  /** Have something closed with the connection; gives it back. */
  keep<T extends AsyncDisposable>(resource: T): T;
}

/** What a connection takes from its surroundings. */
export interface Surroundings {
  /** Where `~/.mlflow/credentials` is looked for. @default {nowhere} */
  readonly home?: string | undefined;
  /** Waits before a request is repeated. @default {a timer} */
  readonly wait?: ((milliseconds: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** Numbers from 0 up to, not including, 1, that keep clients from asking at the same moment. @default {Math.random} */
  readonly random?: (() => number) | undefined;
}

/** Connect to a server. Nothing is sent, and no file read, before the first request. */
export function connectMlflow(settings: MlflowSettings, surroundings: Surroundings = {}): MlflowConnection {
  const { endpoint, timeout, retries } = settings;
  const { home, wait = waitFor, random = Math.random } = surroundings;
  // Fetch sends again what got no answer on a connection that had been used before, without a word: what must not be done
  // twice gets a connection of its own.
  const clients = new Map<"kept" | "own", Promise<Deno.HttpClient>>();
  const kept: AsyncDisposable[] = [];
  const secrets = new SentSecrets();
  let login: Promise<MlflowLogin | undefined> | undefined;

  const findLogin = async (): Promise<MlflowLogin | undefined> => {
    if (settings.login !== undefined) return settings.login;
    const found = await readCredentialsFile(home);
    return found && { kind: "basic", ...found };
  };

  // A token that cannot be had is not a request that was lost.
  async function makeHeaders(failed: FailedRequest, limit: IdleLimit): Promise<Headers> {
    login ??= findLogin();
    try {
      return await untilStopped(requestHeaders(settings, await login), limit.signal);
    } catch (error) {
      if (limit.isOver) throw failure(failed, "what makes the headers of requests does not end", {}, error);
      limit.signal.throwIfAborted();
      if (error instanceof Error && error.name === "NotCapable") throw error;
      throw failure(failed, reasonOf(error), {}, error);
    }
  }

  async function ask(
    request: MlflowRequest,
    { body, limit, failed }: {
      readonly body: SentBody;
      readonly limit: IdleLimit;
      readonly failed: FailedRequest;
    },
  ): Promise<Response> {
    const kind = request.isRepeatable || isStream(request) ? "kept" : "own";
    const client = clients.get(kind) ?? openTransport(settings, { keepsConnections: kind === "kept" });
    clients.set(kind, client);
    // A file that could not be read is looked for again.
    const transport = await client.catch((error) => {
      clients.delete(kind);
      throw error;
    });
    const headers = await makeHeaders(failed, limit);
    secrets.add(headers);
    for (const [name, value] of Object.entries(request.headers ?? {})) headers.set(name, value);
    if (request.json !== undefined) headers.set("content-type", "application/json");
    return await fetch(urlOf(endpoint, request), {
      method: request.method,
      headers,
      body: body.init,
      signal: limit.signal,
      client: transport,
      // A redirected POST loses its body, and headers would go to somebody else.
      redirect: "manual",
    });
  }

  async function attempt<T>(
    request: MlflowRequest,
    read: ((response: Response) => Promise<T>) | undefined,
  ): Promise<MlflowOutcome<T>> {
    const outcome = await attemptOnce(request, read);
    if (outcome.kind === "done") return outcome;
    return { ...outcome, error: maskError(outcome.error, secrets.mask) as typeof outcome.error };
  }

  async function attemptOnce<T>(
    request: MlflowRequest,
    read: ((response: Response) => Promise<T>) | undefined,
  ): Promise<MlflowOutcome<T>> {
    const { signal } = request;
    signal?.throwIfAborted();
    const limit = idleLimit(timeout, signal);
    const body = sendBody(request, limit);
    const failed = { what: request.what, endpoint };
    const readOwn = (response: Response) => readJson(response, failed, request) as Promise<T>;
    let isHandedOn = false;
    try {
      let response = await ask(request, { body, limit, failed });
      // A token may have been good a moment ago; what was turned away at the door has not been done.
      if (response.status === 401 && typeof settings.headers === "function" && !isStream(request)) {
        await response.body?.cancel();
        response = await ask(request, { body: sendBody(request, limit), limit, failed });
      }
      if (!response.ok) return await judge(response, failed);
      if (read === undefined && isShort(response)) return { kind: "done", value: await readOwn(response) };
      const answer = response.body &&
        watched(response.body, limit, {
          comesIn: true,
          onError: (error) =>
            signal?.aborted
              ? signal.reason
              : failure(failed, (limit.isOver ? SILENT : describeLoss(error)).reason, LATER, error),
        });
      isHandedOn = answer !== null;
      return { kind: "done", value: await (read ?? readOwn)(new Response(answer, response)) };
    } catch (error) {
      signal?.throwIfAborted();
      if (body.failure !== undefined) throw body.failure.error;
      if (isTracking(error)) {
        if (error.status !== undefined) return { kind: "refused", error };
        const wasSent = error.code === LATER.code;
        return { kind: "later", error, maybeDone: wasSent, needsChange: !wasSent, retryAfter: undefined };
      }
      if (error instanceof Error && error.name === "NotCapable") throw error;
      const { reason, maybeDone, needsChange } = limit.isOver ? SILENT : describeLoss(error);
      return {
        kind: "later",
        error: failure(failed, reason, LATER, error),
        ...{ maybeDone, needsChange, retryAfter: undefined },
      };
    } finally {
      if (!isHandedOn) limit[Symbol.dispose]();
    }
  }

  async function judge<T>(
    response: Response,
    failed: FailedRequest,
  ): Promise<MlflowOutcome<T>> {
    const retryAfter = retryAfterOf(response.headers);
    const error = await refusal(response, failed);
    return OVERLOADED.has(response.status)
      ? { kind: "later", error, maybeDone: response.status !== 429, needsChange: false, retryAfter }
      : { kind: "refused", error };
  }

  return {
    endpoint,
    attempt: (request, read) => attempt(request, read),
    async send<T>(request: MlflowRequest, read?: (response: Response) => Promise<T>): Promise<T> {
      for (let repeats = 0;; repeats++) {
        const outcome = await attempt(request, read);
        if (outcome.kind === "done") return outcome.value;
        const mayRepeat = outcome.kind === "later" && !outcome.needsChange && !isStream(request) &&
          (request.isRepeatable || !outcome.maybeDone);
        if (!mayRepeat || repeats >= retries) throw outcome.error;
        // "At once" is not taken at its word.
        await wait(Math.max(outcome.retryAfter ?? 0, retryDelay(repeats, random)), request.signal);
      }
    },
    keep(resource) {
      kept.push(resource);
      return resource;
    },
    async [Symbol.asyncDispose]() {
      const opened = await Promise.all([...clients.values()].map((client) => client.catch(() => undefined)));
      clients.clear();
      for (const client of opened) client?.close();
      for (const resource of kept) await resource[Symbol.asyncDispose]();
    },
  };
}

/** That it may go well later. */
const LATER = { code: "TEMPORARILY_UNAVAILABLE" } as const;
const SILENT: LostAnswer = { reason: "it does not answer", maybeDone: true, needsChange: false };
const OVERLOADED: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

// A stream takes 64 KiB for each piece that it reads, however small, and most answers are `{}`.
const SHORT = 64 * 1024;

function isShort({ headers }: Response): boolean {
  const length = headers.get("content-length");
  return length !== null && Number(length) <= SHORT;
}

function urlOf(endpoint: string, { path, query = {} }: MlflowRequest): string {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) fields.append(name, String(one));
    }
  }
  return `${endpoint}/${path}${fields.size === 0 ? "" : `?${fields}`}`;
}

// Whatever else says that all is well is not MLflow: a page to log in, a proxy that answers in its place.
async function readJson(
  response: Response,
  failed: FailedRequest,
  { mayAnswerNothing = false }: MlflowRequest,
): Promise<unknown> {
  const text = await response.text();
  if (mayAnswerNothing && text.trim() === "") return {};
  const data = parse(text);
  if (isPlainObject(data)) return data;
  // Half an answer is a lost one; another sort of answer is somebody else's.
  const isHalf = data === undefined && /\bjson\b/.test(response.headers.get("content-type") ?? "");
  if (isHalf) throw failure(failed, "its answer ends before it is whole", LATER);
  throw await refusal(new Response(text, response), failed);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTracking(error: unknown): error is ReturnType<typeof failure> {
  return error instanceof Error && error.name === "TrackingError";
}

function waitFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

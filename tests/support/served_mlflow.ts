import { connectMlflow, type MlflowConnection } from "../../lib/tracking/mlflow/connection.ts";
import type { MlflowOptions } from "../../lib/tracking/mlflow/mlflow_options.ts";
import { parseMlflowSettings } from "../../lib/tracking/mlflow/mlflow_settings.ts";

/** A server that answers as a test says, and a connection to it. */
export interface Asked extends AsyncDisposable {
  /** The connection. */
  readonly connection: MlflowConnection;
  /** Headers of each request. */
  readonly requests: readonly Headers[];
  /** How long it waited before it repeated requests; no time has passed. */
  readonly waits: readonly number[];
}

/** What to answer to a request, counted from 1. */
export type Answer = (request: Request, count: number) => Response | Promise<Response>;

/**
 * Serve what MLflow itself cannot be made to answer: what stands before it, and what it says in trouble.
 *
 * @param home Where `~/.mlflow/credentials` is looked for.
 */
export function serveAsMlflow(answer: Answer, options: MlflowOptions = {}, home?: string): Asked {
  const requests: Headers[] = [];
  const waits: number[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    requests.push(new Headers(request.headers));
    return answer(request, requests.length);
  });
  const uri = `http://127.0.0.1:${server.addr.port}`;
  const connection = connectMlflow(parseMlflowSettings(uri, options), {
    home,
    random: () => 1,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  });
  return {
    connection,
    requests,
    waits,
    [Symbol.asyncDispose]: async () => {
      await connection[Symbol.asyncDispose]();
      await server.shutdown();
    },
  };
}

import { TrackingError } from "../../core/errors.ts";
import type { MlflowConnection } from "./connection.ts";
import type { MlflowRequest } from "./mlflow_request.ts";
import { type Fields, fieldsOf, nextPageOf } from "./wire/fields.ts";

/** Ask for an object. */
export async function ask(connection: MlflowConnection, request: MlflowRequest): Promise<Fields> {
  return fieldsOf(await connection.send(request));
}

/** What is asked for, or `undefined` when the server says that it is not there. */
export async function askOptional(
  connection: MlflowConnection,
  request: MlflowRequest,
  codes: readonly string[] = [MISSING],
): Promise<Fields | undefined> {
  try {
    return await ask(connection, request);
  } catch (error) {
    if (error instanceof TrackingError && codes.includes(error.code ?? "")) return undefined;
    throw error;
  }
}

/** Ask for every page, one after another. */
export async function* askPages(
  connection: MlflowConnection,
  request: (pageToken: string | undefined) => MlflowRequest,
): AsyncGenerator<Fields> {
  let pageToken: string | undefined;
  do {
    const answer = await ask(connection, request(pageToken));
    yield answer;
    const next = nextPageOf(answer);
    // A server that gives the same page for ever is not followed.
    pageToken = next === pageToken ? undefined : next;
  } while (pageToken !== undefined);
}

/** MLflow's code for what is not there. */
export const MISSING = "RESOURCE_DOES_NOT_EXIST";
/** MLflow's code for wrong values. */
export const WRONG = "INVALID_PARAMETER_VALUE";

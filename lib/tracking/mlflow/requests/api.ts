import type { MlflowRequest } from "../mlflow_request.ts";

/** What a request of the REST API says beside its route. */
export type ApiFacts = Pick<MlflowRequest, "what" | "query"> & {
  /** Whether doing it twice is doing it once. */
  readonly isRepeatable?: boolean | undefined;
};

/** The part of the address before the routes of the tracking server. */
export const API = "api/2.0/mlflow";

/** Ask for something; asking twice never harms. */
export function getRequest(route: string, facts: Pick<MlflowRequest, "what" | "query">): MlflowRequest {
  return { method: "GET", path: `${API}/${route}`, isRepeatable: true, ...facts };
}

/** Do something. */
export function postRequest(route: string, json: unknown, facts: ApiFacts): MlflowRequest {
  const { isRepeatable = false, ...others } = facts;
  return { method: "POST", path: `${API}/${route}`, json, isRepeatable, ...others };
}

/** Change something. */
export function patchRequest(route: string, json: unknown, facts: ApiFacts): MlflowRequest {
  return { ...postRequest(route, json, facts), method: "PATCH" };
}

/** Take something away. MLflow reads what from the body, not from the query. */
export function deleteRequest(route: string, json: unknown, facts: ApiFacts): MlflowRequest {
  return { ...postRequest(route, json, facts), method: "DELETE" };
}

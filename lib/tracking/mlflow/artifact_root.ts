import { checkArtifactPath } from "../artifact_path.ts";
import { invalid } from "../limits.ts";

/** Where artifacts of a run or model are, seen from outside the server. */
export type ArtifactRoot =
  /** The server passes them on, below this path. */
  | { readonly kind: "proxied"; readonly path: string }
  /** They are in a store that the server does not pass on, or on a disk of its own. */
  | { readonly kind: "elsewhere"; readonly uri: string };

/** Read the `artifact_uri` of a run or model. */
export function parseArtifactRoot(artifactUri: string, endpoint: string): ArtifactRoot {
  const found = /^mlflow-artifacts:(?:\/\/(?<host>[^/]+))?\/*(?<path>[^?#]*)/.exec(artifactUri);
  const host = found?.groups?.host;
  const isHere = host === undefined || host === new URL(endpoint).host;
  // Another host is not told who asks.
  if (found === null || !isHere) return { kind: "elsewhere", uri: artifactUri };
  return { kind: "proxied", path: (found.groups?.path ?? "").replace(/\/+$/, "") };
}

/**
 * The route of an artifact that the server passes on.
 *
 * @throws {TrackingError} When the path leads out of its root: `fetch` would resolve `..` before it sends anything.
 */
export function artifactRoute(root: string, path: string): string {
  checkServedPath(path);
  return `${API}/artifacts/${encodePath(`${root}/${path}`)}`;
}

function checkServedPath(path: string): void {
  checkArtifactPath(path);
  if (/#|%[0-9a-f]{2}/i.test(path)) {
    throw invalid(
      `Cannot use artifact path "${path}": MLflow's server keeps no name with "#", nor with "%" before two hexadecimal digits`,
    );
  }
}

/**
 * The route by which a server is asked about an artifact that is sent in parts, and what it calls the artifact there.
 *
 * @throws {TrackingError} As {@linkcode artifactRoute}, and when the name holds a backslash, which the server cuts it at.
 */
export function partsRoute(
  verb: "create" | "complete" | "abort",
  root: string,
  path: string,
): { readonly route: string; readonly name: string } {
  const [folder = "", name = path] = /^(.*)\/([^/]+)$/.exec(path)?.slice(1) ?? [];
  if (name.includes("\\")) {
    throw invalid(
      `Cannot use artifact path "${path}": MLflow's server takes no name with a backslash in parts`,
    );
  }
  checkServedPath(path);
  return { route: `${API}/mpu/${verb}/${encodePath(`${root}/${folder}`)}`, name };
}

const API = "api/2.0/mlflow-artifacts";

function encodePath(path: string): string {
  return path.split("/").filter((part) => part !== "").map(encodeURIComponent).join("/");
}

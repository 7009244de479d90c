import { invalid } from "../limits.ts";
import { isModelId, parseModelUri } from "./model_uri.ts";

/** Where a version comes from. */
export type VersionOrigin =
  | { readonly kind: "model"; readonly modelId: string }
  | { readonly kind: "run"; readonly runId: string }
  | { readonly kind: "store" };

/**
 * Read where a version comes from: a logged model, a run or a store that others reach too. A path of this machine is refused,
 * as MLflow does, since a version is for others.
 */
export function parseVersionSource(source: string): VersionOrigin {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(source)?.[1]?.toLowerCase();
  if (scheme === "models") return { kind: "model", modelId: modelIdOf(source) };
  if (scheme === "runs") return { kind: "run", runId: runOf(source) };
  if (
    scheme === undefined || ["file", "http", "https"].includes(scheme) || source.split("/").includes("..")
  ) {
    throw invalid(
      `Cannot register "${source}": wanted models:/<id of a logged model>, runs:/<run>/<path>, or the URI of a store`,
    );
  }
  return { kind: "store" };
}

function modelIdOf(source: string): string {
  const uri = parseModelUri(source);
  if (uri.kind === "model" && isModelId(uri.modelId)) return uri.modelId;
  throw invalid(`Cannot register "${source}": wanted the id of a logged model after models:/`);
}

function runOf(source: string): string {
  const uri = parseModelUri(source);
  if (uri.kind === "run") return uri.runId;
  throw invalid(`Cannot register "${source}": wanted runs:/<run>/<path>`);
}

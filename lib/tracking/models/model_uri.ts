import { invalid } from "../limits.ts";

/** What a URI of a model says. */
export type ModelUri =
  /** `models:/m-8f3c…`: a logged model. */
  | { readonly kind: "model"; readonly modelId: string }
  /** `models:/forest/3`, `models:/forest/latest` or `models:/forest/Staging`: a version of a registered model. */
  | { readonly kind: "version"; readonly name: string; readonly version: string }
  /** `models:/forest@champion`: a version by its alias. */
  | { readonly kind: "alias"; readonly name: string; readonly alias: string }
  /** `runs:/8f3c…/model`: files among the artifacts of a run, or a model that it logged under this name. */
  | { readonly kind: "run"; readonly runId: string; readonly path: string };

/** Whether a text is the id of a logged model. */
export function isModelId(text: string): boolean {
  return /^m-[0-9a-f]{32}$/.test(text);
}

/**
 * Read a URI of a model.
 *
 * @throws {TrackingError} With code `INVALID_PARAMETER_VALUE`, when it is none.
 */
export function parseModelUri(text: string): ModelUri {
  const model = /^models:\/+([^/@]+)$/.exec(text)?.[1];
  if (model !== undefined && isModelId(model)) return { kind: "model", modelId: model };
  const [, aliased, alias] = /^models:\/+([^/@]+)@([^/@]+)$/.exec(text) ?? [];
  if (aliased !== undefined && alias !== undefined) return { kind: "alias", name: aliased, alias };
  const [, name, version] = /^models:\/+([^/@]+)\/([^/@]+)$/.exec(text) ?? [];
  if (name !== undefined && version !== undefined) return { kind: "version", name, version };
  const [, runId, path] = /^runs:\/+([^/]+)\/(.+)$/.exec(text) ?? [];
  if (runId !== undefined && path !== undefined) {
    return { kind: "run", runId, path: path.replace(/\/+$/, "") };
  }
  throw invalid(
    `Cannot find model "${text}": wanted models:/<name>/<version>, models:/<name>/latest, models:/<name>@<alias>, ` +
      "models:/<id> or runs:/<run>/<path>",
  );
}

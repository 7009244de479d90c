import { reasonOf } from "../../core/describe_value.ts";
import { requireScope } from "./current_run.ts";

/**
 * Store text as an artifact of the current run. It is stored when the promise resolves.
 *
 * @throws {TrackingError} Outside a run, and for a path that leads out of it.
 *
 * @example Keep a report
 * ```ts
 * import assert from "node:assert/strict";
 * import { logText, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const id = await withRun({ directory }, async (run) => {
 *   await logText("344 penguins\n", "reports/summary.txt");
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const stream = await store.readArtifact(id, "reports/summary.txt");
 * assert.equal(await new Response(stream).text(), "344 penguins\n");
 * ```
 */
export async function logText(text: string, path: string): Promise<void> {
  const { run, node } = requireScope("logText");
  await run?.writeArtifact(path, new TextEncoder().encode(text), node);
}

/**
 * Store plain data as an artifact of the current run: as YAML when the path ends in `.yml` or `.yaml`, else as JSON.
 * Secrets in it are stored as `***`.
 *
 * @throws {TrackingError} Outside a run, and for a path that leads out of it.
 * @throws {TypeError} For data that JSON cannot hold.
 *
 * @example Keep a result
 * ```ts
 * import assert from "node:assert/strict";
 * import { logDict, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const id = await withRun({ directory }, async (run) => {
 *   await logDict({ species: ["Adelie", "Gentoo"] }, "labels.json");
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const stream = await store.readArtifact(id, "labels.json");
 * assert.deepEqual(await new Response(stream).json(), { species: ["Adelie", "Gentoo"] });
 * ```
 */
export async function logDict(data: unknown, path: string): Promise<void> {
  const { run, node } = requireScope("logDict");
  const text = toJson(data, path);
  if (text === undefined) {
    throw new TypeError(`Cannot store ${typeof data} as "${path}": JSON cannot hold it`);
  }
  const encoded = /\.ya?ml$/i.test(path) ? await toYaml(text) : `${text}\n`;
  await run?.writeArtifact(path, new TextEncoder().encode(encoded), node);
}

// The engine's own words name neither the artifact nor the function.
function toJson(data: unknown, path: string): string | undefined {
  try {
    return JSON.stringify(data, null, 2);
  } catch (cause) {
    throw new TypeError(`Cannot store the data as "${path}": ${reasonOf(cause)}`, { cause });
  }
}

// By way of JSON, so that both formats hold the same.
async function toYaml(json: string): Promise<string> {
  const { dump } = await import("../../deps/js_yaml.ts");
  return dump(JSON.parse(json));
}

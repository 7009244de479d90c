import { loadTarPacker } from "../../deps/modern_tar.ts";
import { toBytes } from "../../core/bytes.ts";
import { checkArchive } from "./archive_limits.ts";
import type { PortableModels } from "./portable_models.ts";
import { ARCHIVE_FORMAT, ARCHIVE_INDEX, type PortableRun } from "./portable_run.ts";

/**
 * Runs as JSON: a list under `runs`, the models that they logged under `models`, and registered ones under `registered`. NaN and
 * infinities are text, as in MLflow's REST API.
 */
export function runsToJson(runs: readonly PortableRun[], { logged, registered }: PortableModels): string {
  const content = {
    format: ARCHIVE_FORMAT,
    runs: runs.map(describe),
    models: logged.map(({ files, ...model }) => ({ ...model, files: files.map(({ path }) => path) })),
    registered,
  };
  return `${JSON.stringify(content, replaceNonJson, 2)}\n`;
}

/** Runs as CSV: one line a run, of each metric the newest point; `params.x`, `metrics.x` and `tags.x` are columns. */
export function runsToCsv(runs: readonly PortableRun[]): string {
  const rows = runs.map((run) => {
    const newest = new Map(run.metrics.map(({ key, value }) => [key, value]));
    const { runId, runName, experiment, status, startTime, endTime } = run;
    return new Map<string, string>([
      ["run_id", runId],
      ["run_name", runName],
      ["experiment", experiment],
      ["status", status],
      ["start_time", new Date(startTime).toISOString()],
      ["end_time", endTime === undefined ? "" : new Date(endTime).toISOString()],
      ...Object.entries(run.params).map(([key, value]) => [`params.${key}`, value] as const),
      ...[...newest].map(([key, value]) => [`metrics.${key}`, String(value)] as const),
      ...Object.entries(run.tags).map(([key, value]) => [`tags.${key}`, value] as const),
    ]);
  });
  const facts = ["run_id", "run_name", "experiment", "status", "start_time", "end_time"];
  const recorded = [...new Set(rows.flatMap((row) => [...row.keys()]))].filter((key) => !facts.includes(key));
  const columns = [...facts, ...recorded.sort()];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row.get(column) ?? ""))];
  return lines.map((cells) => `${cells.map(quote).join(",")}\n`).join("");
}

/** Runs with their artifacts and models as a tar.gz archive, which `importRuns()` reads. */
export async function packRuns(
  runs: readonly PortableRun[],
  models: PortableModels,
): Promise<ReadableStream<Uint8Array>> {
  const index = new TextEncoder().encode(runsToJson(runs, models));
  const files = [
    ...runs.flatMap(({ artifacts }) => artifacts),
    ...models.logged.flatMap(({ files }) => files),
  ];
  checkArchive(files, index.length);
  const { createTarPacker } = await loadTarPacker();
  const { readable, controller } = createTarPacker();
  const add = async (name: string, bytes: Uint8Array): Promise<void> => {
    const writer = controller.add({ name, size: bytes.length, type: "file", mtime: new Date(0) }).getWriter();
    await writer.write(bytes);
    await writer.close();
  };
  const packing = (async () => {
    await add(ARCHIVE_INDEX, index);
    for (const { runId, artifacts } of runs) {
      for (const { path, open } of artifacts) {
        await add(`artifacts/${runId}/${path}`, await toBytes(await open()));
      }
    }
    for (const { modelId, files } of models.logged) {
      for (const { path, open } of files) await add(`models/${modelId}/${path}`, await toBytes(await open()));
    }
    controller.finalize();
  })();
  packing.catch((error) => controller.error(error));
  return readable.pipeThrough(new CompressionStream("gzip") as TransformStream<Uint8Array, Uint8Array>);
}

function describe({ artifacts, metrics, ...run }: PortableRun): Record<string, unknown> {
  return {
    ...run,
    metrics: metrics.map(({ key, value, step, timestamp }) => ({ key, value, step, timestamp })),
    artifacts: artifacts.map(({ path }) => path),
  };
}

function replaceNonJson(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

// Programs of tables run what begins with one of these signs.
function quote(cell: string): string {
  const safe = /^[=@\t\r]|^[+-](?![\d.]|Infinity$)/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

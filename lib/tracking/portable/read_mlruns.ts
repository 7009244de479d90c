import { join } from "node:path";
import { TrackingError } from "../../core/errors.ts";
import { isPlainObject } from "../../core/json.ts";
import type { MetricPoint } from "../../core/run_context.ts";
import { load } from "../../deps/js_yaml.ts";
import { localStore } from "../../stores/local_store.ts";
import type { StoreKey } from "../../stores/store.ts";
import { DATA_CONTEXT_TAG, type DatasetUse } from "../dataset_use.ts";
import type { RunStatus } from "../entities.ts";
import { readNumber, statusOfNumber } from "./mlflow_values.ts";
import type { PortableArtifact, PortableRun, RunSource } from "./portable_run.ts";

/** The runs in a folder `mlruns` that MLflow's file store wrote. Deleted ones are left out; links are not followed. */
export function readMlruns(folder: string): RunSource {
  return {
    kind: "a folder of MLflow",
    runs: async function* () {
      let isMlruns = false;
      for (const experimentId of await folders(folder)) {
        const experiment = await readYaml(join(folder, experimentId, "meta.yaml"));
        isMlruns ||= experiment?.["experiment_id"] !== undefined;
        if (experiment === undefined || experiment["lifecycle_stage"] === "deleted") continue;
        for (const runId of await folders(join(folder, experimentId))) {
          const path = join(folder, experimentId, runId);
          const meta = await readYaml(join(path, "meta.yaml"));
          if (meta === undefined || meta["run_id"] !== runId || meta["lifecycle_stage"] === "deleted") {
            continue;
          }
          yield await readRun(path, meta, { experiment: String(experiment["name"] ?? experimentId), runId });
        }
      }
      if (!isMlruns) throw notMlruns(folder);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

// The folder around `mlruns` is an easy mistake, and "0 runs" would be no answer to it.
function notMlruns(folder: string): TrackingError {
  return new TrackingError(
    `Cannot import "${folder}": it must be a folder "mlruns" that MLflow wrote, with a folder and a meta.yaml for each experiment`,
    { endpoint: folder, code: "INVALID_PARAMETER_VALUE" },
  );
}

type Meta = Readonly<Record<string, unknown>>;

async function readRun(
  path: string,
  meta: Meta,
  { experiment, runId }: { readonly experiment: string; readonly runId: string },
): Promise<PortableRun> {
  const metrics = await texts(join(path, "metrics"));
  return {
    runId,
    experiment,
    runName: String(meta["run_name"] ?? runId),
    status: status(meta["status"]),
    startTime: Number(meta["start_time"] ?? 0),
    endTime: typeof meta["end_time"] === "number" ? meta["end_time"] : undefined,
    params: Object.fromEntries(await texts(join(path, "params"))),
    tags: Object.fromEntries(await texts(join(path, "tags"))),
    metrics: metrics.flatMap(([key, text]) => parsePoints(join(path, "metrics", key), key, text)),
    nodes: [],
    log: [],
    datasets: await readInputs(path, Number(meta["start_time"] ?? 0)),
    snapshots: {},
    artifacts: await artifactsIn(join(path, "artifacts")),
  };
}

// `<timestamp> <value> <step>`, or two more fields about a dataset.
function parsePoints(path: string, key: string, text: string): readonly MetricPoint[] {
  return text.split("\n").filter((line) => line.trim() !== "").map((line) => {
    const [timestamp = "", value = "", step = "0"] = line.trim().split(/\s+/);
    const point = { key, value: readNumber(value), step: Number(step), timestamp: Number(timestamp) };
    if (point.value !== undefined && Number.isInteger(point.step) && Number.isInteger(point.timestamp)) {
      return { ...point, value: point.value };
    }
    throw new TrackingError(`Cannot read "${path}": "${line.slice(0, 80)}" is no point of a metric`, {
      endpoint: path,
      code: "DATA_LOSS",
    });
  });
}

async function readInputs(run: string, time: number): Promise<readonly DatasetUse[]> {
  const uses: DatasetUse[] = [];
  for (const id of await folders(join(run, "inputs"))) {
    const input = await readYaml(join(run, "inputs", id, "meta.yaml"));
    if (input?.["source_type"] !== "DATASET") continue;
    const dataset = await readYaml(join(run, "..", "datasets", String(input["source_id"]), "meta.yaml"));
    if (dataset === undefined) continue;
    const tags = isPlainObject(input["tags"]) ? input["tags"] : {};
    uses.push({
      role: "input",
      time,
      dataset: {
        name: String(dataset["name"]),
        digest: String(dataset["digest"]),
        sourceType: String(dataset["source_type"] ?? ""),
        source: String(dataset["source"] ?? ""),
        schema: optional(dataset["schema"]),
        profile: optional(dataset["profile"]),
      },
      tags: DATA_CONTEXT_TAG in tags ? { [DATA_CONTEXT_TAG]: String(tags[DATA_CONTEXT_TAG]) } : {},
    });
  }
  return uses;
}

/** The files below a folder as artifacts; links are left out. */
export async function artifactsIn(folder: string): Promise<readonly PortableArtifact[]> {
  const store = localStore(folder);
  return (await filesIn(folder)).map((path) => ({ path, open: () => store.read(path) }));
}

/** The objects below a key as artifacts. */
export async function artifactsBelow({ store, key }: StoreKey): Promise<readonly PortableArtifact[]> {
  const prefix = key === "" ? "" : `${key}/`;
  const infos = await Array.fromAsync(store.list(prefix));
  return infos.map((info) => ({ path: info.key.slice(prefix.length), open: () => store.read(info.key) }));
}

async function texts(folder: string): Promise<readonly (readonly [string, string])[]> {
  const paths = await filesIn(folder);
  return await Promise.all(
    paths.map(async (path) => [path, await Deno.readTextFile(join(folder, path))] as const),
  );
}

async function filesIn(folder: string, prefix = ""): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await entries(folder)) {
    const path = `${prefix}${entry.name}`;
    if (entry.isFile) found.push(path);
    else if (entry.isDirectory) found.push(...await filesIn(join(folder, entry.name), `${path}/`));
  }
  return found.sort();
}

async function folders(folder: string): Promise<readonly string[]> {
  return (await entries(folder)).filter(({ isDirectory, name }) => isDirectory && !name.startsWith("."))
    .map(({ name }) => name).sort();
}

async function entries(folder: string): Promise<readonly Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function readYaml(path: string): Promise<Meta | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const value: unknown = load(text);
  return isPlainObject(value) ? value : undefined;
}

function status(value: unknown): RunStatus {
  return statusOfNumber(Number(value)) ?? "KILLED";
}

function optional(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

import { toBytes } from "../../core/bytes.ts";
import { TrackingError } from "../../core/errors.ts";
import { checkWith } from "../../core/zod_issues.ts";
import { z } from "../../deps/zod.ts";
import { archiveStore } from "../../stores/archive_store.ts";
import { ARCHIVE_FORMAT, ARCHIVE_INDEX, type PortableRun, type RunSource } from "./portable_run.ts";

/** What an archive may hold, unpacked. */
const LARGEST = 1024 ** 3;
const MOST_FILES = 100_000;

const number = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]);
const texts = z.record(z.string(), z.string());
const run = z.object({
  runId: z.string().regex(/^[0-9a-z]{1,64}$/i),
  runName: z.string(),
  experiment: z.string(),
  status: z.enum(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]),
  startTime: z.int().min(0),
  endTime: z.int().min(0).optional(),
  params: texts,
  tags: texts,
  metrics: z.array(z.object({ key: z.string(), value: number, step: z.int(), timestamp: z.int() })),
  nodes: z.array(z.object({
    node: z.string(),
    status: z.enum(["running", "done", "failed", "stopped"]),
    startTime: z.number(),
    duration: z.number().optional(),
    error: z.string().optional(),
  })),
  log: z.array(z.object({
    time: z.number(),
    level: z.enum(["debug", "info", "warn", "error"]),
    node: z.string().optional(),
    message: z.string(),
  })),
  datasets: z.array(z.object({
    role: z.enum(["input", "output"]),
    dataset: z.object({
      name: z.string(),
      digest: z.string(),
      sourceType: z.string(),
      source: z.string(),
      schema: z.string().optional(),
      profile: z.string().optional(),
    }),
    tags: texts.optional(),
    uri: z.string().optional(),
    node: z.string().optional(),
    time: z.number(),
  })),
  snapshots: texts,
  artifacts: z.array(z.string()),
});
const schema = z.object({ format: z.literal(ARCHIVE_FORMAT), runs: z.array(run) });

/**
 * The runs of an archive. All of it is checked before the first is given: paths that lead elsewhere, links, and more than 1 GiB
 * or 100,000 files are refused.
 *
 * @param path What messages call it.
 */
export async function readArchive(path: string, bytes: Uint8Array): Promise<RunSource> {
  const files = await archiveStore(bytes, {
    uri: path,
    maxBytes: LARGEST,
    maxEntries: MOST_FILES,
  });
  if (await files.stat(ARCHIVE_INDEX) === undefined) {
    throw refused(
      path,
      `it holds no ${ARCHIVE_INDEX}; an archive of runs is made by kedge runs export --format archive`,
    );
  }
  const text = new TextDecoder().decode(await toBytes(await files.read(ARCHIVE_INDEX)));
  const checked = checkWith(schema, parse(path, text), {
    owner: ARCHIVE_INDEX,
    unknownKey: "is not known",
    code: "tracking",
  });
  if ("issues" in checked) throw refused(path, checked.issues[0]?.message ?? "it is damaged");
  const runs = checked.value.runs.map(({ artifacts, ...rest }): PortableRun => ({
    ...rest,
    endTime: rest.endTime,
    artifacts: artifacts.map((artifact) => ({
      path: artifact,
      open: () => files.read(`artifacts/${rest.runId}/${artifact}`),
    })),
  }));
  const known = new Set((await Array.fromAsync(files.list())).map(({ key }) => key));
  for (const { runId, artifacts } of checked.value.runs) {
    for (const artifact of artifacts) {
      if (!known.has(`artifacts/${runId}/${artifact}`)) {
        throw refused(path, `it lacks artifact "${artifact}" of run "${runId}"`);
      }
    }
  }
  return {
    kind: "an archive",
    runs: async function* () {
      yield* runs;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(path, `its ${ARCHIVE_INDEX} is not JSON`);
  }
}

function refused(path: string, reason: string): TrackingError {
  return new TrackingError(`Cannot import "${path}": ${reason}`, {
    endpoint: path,
    code: "INVALID_PARAMETER_VALUE",
  });
}

import { once } from "../../core/once.ts";
import { checkWith } from "../../core/zod_issues.ts";
import { z } from "../../deps/zod.ts";
import { LAST_TIME } from "../limits.ts";
import type { PortableModel, PortableRegistered } from "./portable_models.ts";
import { ARCHIVE_FORMAT, ARCHIVE_FORMAT_1, ARCHIVE_INDEX, type PortableRun } from "./portable_run.ts";

/** What an archive lists; the bytes lie beside it. */
export interface ArchiveIndex {
  /** The runs, with the paths of their artifacts. */
  readonly runs: readonly (Omit<PortableRun, "artifacts"> & { readonly artifacts: readonly string[] })[];
  /** The models that they logged, with the paths of their files. */
  readonly models: readonly (Omit<PortableModel, "files"> & { readonly files: readonly string[] })[];
  /** Registered models. */
  readonly registered: readonly PortableRegistered[];
}

/** Check what an archive lists; gives it, or every problem in a sentence. */
export function parseArchiveIndex(data: unknown): ArchiveIndex | { readonly problems: readonly string[] } {
  const newer = formatOf(data);
  if (newer !== undefined) return { problems: [`it is of the format "${newer}", which a newer Kedge reads`] };
  const checked = checkWith(archiveSchema(), data, {
    owner: ARCHIVE_INDEX,
    unknownKey: "is not known",
    code: "tracking",
  });
  if ("issues" in checked) return { problems: checked.issues.map(({ message }) => message) };
  // What a file leaves out is undefined here.
  return { models: [], registered: [], ...checked.value } as unknown as ArchiveIndex;
}

/** A format that is still to come. */
function formatOf(data: unknown): string | undefined {
  const format = typeof data === "object" && data !== null && "format" in data ? data.format : undefined;
  const isNewer = typeof format === "string" && /^kedge-runs\/\d+$/.test(format) &&
    ![ARCHIVE_FORMAT, ARCHIVE_FORMAT_1].includes(format);
  return isNewer ? format : undefined;
}

const archiveSchema = once(() => {
  const number = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]);
  const time = z.int().min(0).max(LAST_TIME);
  const texts = z.record(z.string(), z.string());
  const run = z.object({
    runId: z.string().regex(/^[0-9a-z]{1,64}$/i),
    runName: z.string(),
    experiment: z.string(),
    status: z.enum(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]),
    startTime: time,
    endTime: time.optional(),
    params: texts,
    tags: texts,
    metrics: z.array(z.object({ key: z.string(), value: number, step: z.int(), timestamp: z.int() })),
    nodes: z.array(z.object({
      node: z.string(),
      status: z.enum(["running", "done", "failed", "stopped"]),
      startTime: time,
      duration: z.number().optional(),
      error: z.string().optional(),
    })),
    log: z.array(z.object({
      time,
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
      time,
    })),
    snapshots: texts,
    artifacts: z.array(z.string()),
  });
  const modelId = z.string().regex(/^m-[0-9a-f]{32}$/);
  const times = { creationTime: time, lastUpdateTime: time };
  const point = z.object({
    key: z.string(),
    value: number,
    step: z.int(),
    timestamp: z.int(),
    runId: z.string(),
  });
  const model = z.object({
    ...{
      modelId,
      name: z.string(),
      modelType: z.string(),
      sourceRunId: z.string(),
      params: texts,
      tags: texts,
    },
    ...times,
    status: z.enum(["PENDING", "READY", "UPLOAD_FAILED"]),
    statusMessage: z.string().optional(),
    metrics: z.array(point),
    uses: z.array(z.object({ runId: z.string(), role: z.enum(["input", "output"]), step: z.int() })),
    files: z.array(z.string()),
  });
  const version = z.object({
    version: z.string().regex(/^[1-9]\d{0,8}$/),
    ...times,
    description: z.string().optional(),
    userId: z.string().optional(),
    currentStage: z.enum(["None", "Staging", "Production", "Archived"]),
    source: z.string(),
    runId: z.string().optional(),
    runLink: z.string().optional(),
    modelId: modelId.optional(),
    tags: texts,
  });
  const registered = z.object({
    name: z.string(),
    description: z.string().optional(),
    ...times,
    tags: texts,
    aliases: texts,
    versions: z.array(version),
  });
  return z.discriminatedUnion("format", [
    z.object({ format: z.literal(ARCHIVE_FORMAT_1), runs: z.array(run) }),
    z.object({
      format: z.literal(ARCHIVE_FORMAT),
      runs: z.array(run),
      models: z.array(model),
      registered: z.array(registered),
    }),
  ]);
});

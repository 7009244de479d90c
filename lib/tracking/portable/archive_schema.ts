import { checkWith } from "../../core/check_with.ts";
import type { Shape } from "../../core/shape.ts";
import * as s from "../../core/shapes.ts";
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
  const format = typeof data === "object" && data !== null && "format" in data ? data.format : undefined;
  if (isNewer(format)) {
    return { problems: [`it is of the format "${format}", which a newer Kedge reads`] };
  }
  const checked = checkWith(archiveSchema({ hasModels: format !== ARCHIVE_FORMAT_1 }), data, {
    owner: ARCHIVE_INDEX,
    unknownKey: "is not known",
    code: "tracking",
  });
  if ("issues" in checked) return { problems: checked.issues.map(({ message }) => message) };
  // What a file leaves out is undefined here.
  return { models: [], registered: [], ...checked.value as object } as unknown as ArchiveIndex;
}

const FORMATS = [ARCHIVE_FORMAT_1, ARCHIVE_FORMAT] as const;

/** A format that is still to come. */
function isNewer(format: unknown): boolean {
  return typeof format === "string" && /^kedge-runs\/\d+$/.test(format) &&
    !FORMATS.some((known) => known === format);
}

function archiveSchema({ hasModels }: { readonly hasModels: boolean }): Shape<unknown> {
  const number = s.either([s.number(), s.choice(["NaN", "Infinity", "-Infinity"]).to(Number)]);
  const texts = s.dictionary(s.text());
  const run = s.someOf({
    runId: s.text({ pattern: /^[0-9a-z]{1,64}$/i }),
    runName: s.text(),
    experiment: s.text(),
    status: s.choice(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]),
    startTime: s.whole({ min: 0 }),
    endTime: s.whole({ min: 0 }).optional(),
    params: texts,
    tags: texts,
    metrics: s.list(s.someOf({ key: s.text(), value: number, step: s.whole(), timestamp: s.whole() })),
    nodes: s.list(s.someOf({
      node: s.text(),
      status: s.choice(["running", "done", "failed", "stopped"]),
      startTime: s.number(),
      duration: s.number().optional(),
      error: s.text().optional(),
    })),
    log: s.list(s.someOf({
      time: s.number(),
      level: s.choice(["debug", "info", "warn", "error"]),
      node: s.text().optional(),
      message: s.text(),
    })),
    datasets: s.list(s.someOf({
      role: s.choice(["input", "output"]),
      dataset: s.someOf({
        name: s.text(),
        digest: s.text(),
        sourceType: s.text(),
        source: s.text(),
        schema: s.text().optional(),
        profile: s.text().optional(),
      }),
      tags: texts.optional(),
      uri: s.text().optional(),
      node: s.text().optional(),
      time: s.number(),
    })),
    snapshots: texts,
    artifacts: s.list(s.text()),
  });
  const modelId = s.text({ pattern: /^m-[0-9a-f]{32}$/ });
  const times = { creationTime: s.whole({ min: 0 }), lastUpdateTime: s.whole({ min: 0 }) };
  const point = s.someOf({
    key: s.text(),
    value: number,
    step: s.whole(),
    timestamp: s.whole(),
    runId: s.text(),
  });
  const model = s.someOf({
    ...{
      modelId,
      name: s.text(),
      modelType: s.text(),
      sourceRunId: s.text(),
      params: texts,
      tags: texts,
    },
    ...times,
    status: s.choice(["PENDING", "READY", "UPLOAD_FAILED"]),
    statusMessage: s.text().optional(),
    metrics: s.list(point),
    uses: s.list(s.someOf({ runId: s.text(), role: s.choice(["input", "output"]), step: s.whole() })),
    files: s.list(s.text()),
  });
  const version = s.someOf({
    version: s.text({ pattern: /^[1-9]\d{0,8}$/ }),
    ...times,
    description: s.text().optional(),
    userId: s.text().optional(),
    currentStage: s.choice(["None", "Staging", "Production", "Archived"]),
    source: s.text(),
    runId: s.text().optional(),
    runLink: s.text().optional(),
    modelId: modelId.optional(),
    tags: texts,
  });
  const registered = s.someOf({
    name: s.text(),
    description: s.text().optional(),
    ...times,
    tags: texts,
    aliases: texts,
    versions: s.list(version),
  });
  const first = { format: s.choice(FORMATS), runs: s.list(run) };
  return hasModels
    ? s.someOf({ ...first, models: s.list(model), registered: s.list(registered) })
    : s.someOf(first);
}

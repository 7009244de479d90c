import { toBytes } from "../../core/bytes.ts";
import { archiveStore } from "../../stores/archive_store.ts";
import { LARGEST_ARCHIVE, MOST_FILES } from "./archive_limits.ts";
import { parseArchiveIndex } from "./archive_schema.ts";
import type { PortableModel } from "./portable_models.ts";
import { ARCHIVE_INDEX, type PortableArtifact, type PortableRun, type RunSource } from "./portable_run.ts";
import { refused } from "./refused.ts";

/**
 * The runs of an archive. All of it is checked before the first is given: paths that lead elsewhere, links, and more than 1 GiB
 * or 100,000 files are refused.
 *
 * @param path What messages call it.
 */
export async function readArchive(path: string, bytes: Uint8Array): Promise<RunSource> {
  const files = await archiveStore(bytes, {
    uri: path,
    maxBytes: LARGEST_ARCHIVE,
    maxEntries: MOST_FILES,
  });
  if (await files.stat(ARCHIVE_INDEX) === undefined) {
    throw refused(path, [
      `it holds no ${ARCHIVE_INDEX}; an archive of runs is made by kedge runs export --format archive`,
    ]);
  }
  const text = new TextDecoder().decode(await toBytes(await files.read(ARCHIVE_INDEX)));
  const index = parseArchiveIndex(parse(path, text));
  if ("problems" in index) throw refused(path, index.problems);
  const known = new Set((await Array.fromAsync(files.list())).map(({ key }) => key));
  const missing: string[] = [];
  const take = (owner: string, folder: string, paths: readonly string[]): readonly PortableArtifact[] =>
    paths.map((name) => {
      const key = `${folder}/${name}`;
      if (!known.has(key)) missing.push(`it lacks ${owner.replace("%", name)}`);
      return { path: name, open: () => files.read(key) };
    });
  const runs = index.runs.map((run): PortableRun => ({
    ...run,
    artifacts: take(`artifact "%" of run "${run.runId}"`, `artifacts/${run.runId}`, run.artifacts),
  }));
  const logged = index.models.map((model): PortableModel => ({
    ...model,
    files: take(`file "%" of model "${model.modelId}"`, `models/${model.modelId}`, model.files),
  }));
  if (missing.length > 0) throw refused(path, missing);
  return {
    kind: "an archive",
    models: { logged, registered: index.registered },
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
    throw refused(path, [`its ${ARCHIVE_INDEX} is not JSON`]);
  }
}

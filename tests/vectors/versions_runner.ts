import type { Catalog } from "../../lib/catalog/catalog.ts";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import type { CatalogEntry } from "../../lib/catalog/entry.ts";
import type { VersionedDataset } from "../../lib/datasets/versioned_dataset.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

interface VersionsInput {
  readonly files: Readonly<Record<string, string>>;
  readonly dirs?: readonly string[];
  readonly catalog: Readonly<Record<string, CatalogEntry>>;
  readonly load_versions?: Readonly<Record<string, string>>;
  readonly save_version: string;
  readonly actions: readonly Action[];
}

type Action = readonly [action: string, target: string, argument?: unknown];

/** Run one case of versions.json. */
export async function run(input: unknown): Promise<unknown> {
  const { files, dirs = [], catalog: entries, actions, ...versions } = input as VersionsInput;
  await using dir = await tempDir();
  await dir.write(files);
  for (const folder of dirs) await Deno.mkdir(dir.join(folder), { recursive: true });
  const catalog = createCatalog({
    root: dir.path,
    entries,
    loadVersions: versions.load_versions,
    saveVersion: versions.save_version,
  });
  const results: unknown[] = [];
  for (const action of actions) {
    try {
      results.push({ value: await act(catalog, dir, action) ?? null });
    } catch (error) {
      results.push({ error: error instanceof Error ? error.message : String(error) });
    }
  }
  return { results, files: await readFiles(dir) };
}

async function act(catalog: Catalog, dir: TempDir, [action, target, argument]: Action): Promise<unknown> {
  // The cases ask these of datasets that have versions.
  const versioned = () => catalog.get(target) as VersionedDataset;
  switch (action) {
    case "load":
      return await catalog.load(target, { version: argument as string | undefined });
    case "save":
      return await catalog.save(target, argument);
    case "exists":
      return await catalog.exists(target);
    case "release":
      return catalog.release(target);
    case "list_versions":
      return await versioned().listVersions();
    case "load_path":
      return await versioned().loadPath();
    case "save_path":
      return versioned().savePath();
    case "write_file":
      return await dir.write({ [target]: argument as string });
    default:
      throw new TypeError(`Unknown action "${action}"`);
  }
}

async function readFiles(dir: TempDir): Promise<unknown> {
  const files: Record<string, unknown> = {};
  for await (const { key } of localStore(dir.path).list()) {
    files[key] = JSON.parse(await Deno.readTextFile(dir.join(key)));
  }
  return files;
}

import { join } from "node:path";
import { reasonOf } from "../../core/describe_value.ts";
import { Database } from "../../tracking/embedded/database.ts";
import { openEmbeddedStore } from "../../tracking/embedded/embedded_store.ts";
import { readVersion } from "../../tracking/embedded/migrate.ts";
import { RunLocks } from "../../tracking/embedded/run_locks.ts";
import { SCHEMA_VERSION } from "../../tracking/embedded/schema.ts";
import { failure, type Finding, warning, well } from "./finding.ts";

const BUSY_TIMEOUT = 5000;

/** Whether the store of a folder is whole, can be written to, and knows which runs live. */
export async function checkStore(root: string): Promise<readonly Finding[]> {
  const folder = join(root, ".kedge");
  const path = join(folder, "runs.db");
  const isInTheWay = await Deno.stat(folder).then(({ isDirectory }) => !isDirectory, () => false);
  if (isInTheWay) {
    return [
      failure("store", `"${folder}" is no folder, and runs are recorded there`, "give it another name"),
    ];
  }
  const size = await Deno.stat(path).then((info) => info.size, () => undefined);
  if (size === undefined) {
    return [well("store", "there is none yet: the first tracked run makes it"), ...await checkFolder(root)];
  }
  try {
    const found = inspect(path);
    if (found.problem !== undefined) {
      return [
        failure(
          "store",
          `"${path}" is damaged: ${found.problem}`,
          `export what can be read with: kedge runs export; ${ANEW}`,
        ),
      ];
    }
    await using store = openEmbeddedStore(root, { readOnly: true });
    const { items } = await store.searchRuns({ lifecycleStage: "all", maxResults: 50_000 });
    const older = found.version < SCHEMA_VERSION
      ? `, schema ${found.version}: the next run brings it forward, after a copy`
      : "";
    return [
      well(
        "store",
        `"${path}" is whole: ${items.length} run${items.length === 1 ? "" : "s"}, ${mebibytes(size)}${older}`,
      ),
      ...await checkFolder(folder),
    ];
  } catch (error) {
    const reason = reasonOf(error);
    const isNewer = reason.includes("a newer version of Kedge");
    return [failure("store", reason, isNewer ? "use the newest version of Kedge" : ANEW)];
  }
}

// Nothing here mends or removes it.
const ANEW = "put a copy from before in its place, or move it away: then the next run makes a new one";

function inspect(path: string): { readonly version: number; readonly problem: string | undefined } {
  using database = new Database(path, { readOnly: true, busyTimeout: BUSY_TIMEOUT });
  const row = database.get<{ readonly quick_check: string }>("PRAGMA quick_check(1)");
  const problem = row === undefined || row.quick_check === "ok" ? undefined : row.quick_check;
  return { version: readVersion(database), problem };
}

// Written to and locked, as a run does.
async function checkFolder(folder: string): Promise<readonly Finding[]> {
  try {
    const probe = await Deno.makeTempDir({ dir: folder, prefix: ".doctor-" });
    try {
      const lock = new RunLocks(probe).hold("doctor");
      lock?.release();
      if (lock !== undefined) return [];
      return [warning(
        "store",
        `files cannot be locked in "${folder}": a run whose process dies stays RUNNING, and runs are copied by kedge sync alone`,
        "put the project on a disk of this machine",
      )];
    } finally {
      await Deno.remove(probe, { recursive: true });
    }
  } catch (error) {
    return [
      failure(
        "store",
        `"${folder}" cannot be written to: ${reasonOf(error)}`,
        "allow it with --allow-write, or change the owner of the folder",
      ),
    ];
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

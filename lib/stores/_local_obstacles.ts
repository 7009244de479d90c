import { dirname, join } from "node:path";
import { mapPool } from "../core/pool.ts";
import { pathProblem, temporaryName } from "./local_path.ts";
import { nameClashes } from "./name_clashes.ts";

/** Where files are to be put. */
export interface ObstacleOptions {
  /** The folder that keys are below. */
  readonly folder: string;
  /** Whether paths are those of Windows. */
  readonly isWindows: boolean;
  /** What stands in the way of one key. */
  obstacle(key: string): Promise<string | undefined>;
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
}

/** What keeps files from being put under these keys beside each other, a sentence for each. */
export async function localObstacles(
  keys: readonly string[],
  { folder, isWindows, obstacle, signal }: ObstacleOptions,
): Promise<readonly string[]> {
  const problems = await mapPool(keys, AT_ONCE, async (key) => {
    signal?.throwIfAborted();
    const problem = pathProblem(key, isWindows) ?? await obstacle(key);
    return problem === undefined ? [] : [`${JSON.stringify(key)}: ${problem}`];
  });
  const clashes = nameClashes(keys, { foldsCase: false });
  const folded = nameClashes(keys, { foldsCase: true });
  // The disk is asked only when it matters.
  const isFolded = folded.length > clashes.length && await foldsCase(folder);
  return [...problems.flat(), ...isFolded ? folded : clashes];
}

const AT_ONCE = 16;

// Folders of one disk may differ in this, so it is tried right there. What goes wrong then, the first write tells better.
async function foldsCase(folder: string): Promise<boolean> {
  const name = temporaryName();
  const path = join(folder, name);
  try {
    (await Deno.open(path, { write: true, createNew: true })).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound) || dirname(folder) === folder) return false;
    return await foldsCase(dirname(folder));
  }
  try {
    return await Deno.lstat(join(folder, name.toUpperCase())).then(() => true, () => false);
  } finally {
    await Deno.remove(path).catch(() => {});
  }
}

import type { EmbeddedStore } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { guard, type GuardOptions } from "../guard.ts";
import { noProject, startFolder } from "../project_folder.ts";
import type { RunsFlags } from "./route_parts.ts";

/** What a command about runs works with. */
export interface Runs {
  /** Where they are. */
  readonly store: EmbeddedStore;
  /** Folder that holds the store. */
  readonly root: string;
}

/**
 * Open the runs of the project, do something with them, and set the exit code. The code of the project is not loaded: a
 * `kedge.ts` that is broken hides no runs, and scripts without one have runs too.
 */
export async function withRuns(
  context: CliContext,
  flags: RunsFlags,
  action: (runs: Runs) => Promise<number>,
): Promise<void> {
  const options: GuardOptions = { json: flags.json };
  await guard(context, options, async () => {
    const { findProject, findStore, openEmbeddedStore } = await import("../../mod.ts");
    const start = startFolder(context, flags.project);
    const found = [await findProject(start), await findStore(start)].filter((folder) => folder !== undefined);
    const root = found.sort((a, b) => b.length - a.length)[0]; // the nearest
    if (root === undefined) throw noProject(context, start);
    options.root = root;
    await using store = openEmbeddedStore(root, { readOnly: !await mayWrite(root) });
    store.recoverInterrupted();
    return await action({ store, root });
  });
}

// Somebody may look at runs that are not theirs to change.
async function mayWrite(root: string): Promise<boolean> {
  try {
    using _file = await Deno.open(`${root}/.kedge/runs.db`, { write: true });
    return true;
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
}

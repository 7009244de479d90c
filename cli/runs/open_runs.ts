import type { EmbeddedStore, TrackingStore } from "../../mod.ts";
import { commandPrefix, formatCommand } from "../command_prefix.ts";
import type { CliContext } from "../context.ts";
import { guard, type GuardOptions } from "../guard.ts";
import { noProject, projectCommand, startFolder } from "../project_folder.ts";
import { tellUnreadable } from "../tell_unreadable.ts";
import type { AnyRunsFlags, RunsFlags } from "./route_parts.ts";

/** Runs of a project or of a server. */
export interface AnyRuns {
  /** Where they are. */
  readonly store: TrackingStore;
  /** Folder that stack traces are shortened by. */
  readonly root: string;
  /** The command to paste for `args`, about the same runs. */
  command(args: readonly string[]): string;
  /** Look for runs whose process has died here. */
  refresh(): void;
}

/** What a command about the runs of a project works with. */
export interface Runs extends AnyRuns {
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
    const command = (args: readonly string[]): string => projectCommand(context, root, args);
    return await action({ store, root, command, refresh: () => void store.recoverInterrupted() });
  });
}

/** {@linkcode withRuns}, or the same with the runs of the server that `--store` names. */
export async function withAnyRuns(
  context: CliContext,
  flags: AnyRunsFlags,
  action: (runs: AnyRuns) => Promise<number>,
): Promise<void> {
  const { store: uri } = flags;
  if (uri === undefined) return await withRuns(context, flags, action);
  await guard(context, { json: flags.json }, async () => {
    const { openMlflowStore } = await import("../../mod.ts");
    const variable = await variablesOf(context, uri, startFolder(context, flags.project));
    await using store = await openMlflowStore(uri, { variable });
    const command = (args: readonly string[]): string =>
      formatCommand(commandPrefix(context), [...args, "--store", store.endpoint]);
    return await action({ store, root: context.cwd, command, refresh: () => {} });
  });
}

/** MLflow's variables that say how a server is reached: as the project says when it is its own, else the environment. */
export async function variablesOf(
  context: CliContext,
  uri: string,
  folder: string,
): Promise<(name: string) => string | undefined> {
  const { readServer } = await import("../../mod.ts");
  const variables = { get: (name: string) => context.env(name) };
  const server = await readServer(folder, { uri, variables, onUnreadable: tellUnreadable(context) });
  return (name) => {
    const value = server?.variables[name];
    return value === undefined ? context.env(name) : String(value.reveal());
  };
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

import { currentScope, runInScope } from "../core/run_context.ts";
import { openEmbeddedStore } from "./embedded/embedded_store.ts";
import { type ActiveRun, startRun, type StartRunOptions } from "./start_run.ts";

/** Which run to open. */
export interface WithRunOptions extends StartRunOptions {
  /** Folder that holds `.kedge`. @default {the current folder} */
  readonly directory?: string | undefined;
}

/** Open a run, call a function in it, and end the run. */
export async function withRun<T>(
  options: WithRunOptions,
  call: (run: ActiveRun) => T | Promise<T>,
): Promise<T> {
  const { directory = ".", ...runOptions } = options;
  const outer = currentScope();
  await using store = openEmbeddedStore(directory);
  const run = await startRun(store, { parentRunId: outer?.run?.id, ...runOptions });
  try {
    const result = await runInScope({ run, node: undefined, signal: outer?.signal }, () => call(run));
    await run.end("FINISHED");
    return result;
  } catch (error) {
    await run.end("FAILED", error);
    throw error;
  }
}

import type { RunHandle } from "../../lib/core/run_context.ts";

/** A run that keeps nothing. */
export function fakeRun(id: string): RunHandle {
  return {
    id,
    name: id,
    experiment: "e",
    write: () => {},
    log: () => {},
    writeArtifact: () => Promise.reject(new Error("no")),
  };
}

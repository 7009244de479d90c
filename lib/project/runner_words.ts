import { suggest } from "../core/suggest.ts";

/** The runner that a word means. */
export interface RunnerChoice {
  /** How nodes run. */
  readonly runner: "sequential" | "concurrent";
  /** What the word promises elsewhere, and what happens here; `undefined` when there is nothing to say. */
  readonly note?: string | undefined;
}

// Kedro's words are taken too.
const RUNNERS: Readonly<Record<string, RunnerChoice>> = {
  sequential: { runner: "sequential" },
  concurrent: { runner: "concurrent" },
  SequentialRunner: { runner: "sequential" },
  ThreadRunner: { runner: "concurrent" },
  ParallelRunner: {
    runner: "concurrent",
    note: "ParallelRunner starts no processes: nodes run side by side in this one, as with concurrent",
  },
};

/** The runner that a word means, `concurrent` or `ThreadRunner`, or what is wrong with the word. */
export function parseRunner(
  word: string,
): RunnerChoice | { readonly problem: string; readonly suggestion: string | undefined } {
  const name = word.replace(/^kedro\.runner\./, "");
  const known = Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined;
  return known ?? {
    problem: `must be sequential or concurrent (or SequentialRunner, ThreadRunner): it is "${word}"`,
    suggestion: suggest(name, Object.keys(RUNNERS)),
  };
}

/** Names of the texts that say what a run was made from. */
export const SNAPSHOT = {
  /** How the run was asked for. */
  request: "request.json",
  /** The configuration it got, without secrets. */
  configuration: "configuration.json",
  /** Its nodes and what they read and write. */
  graph: "graph.json",
  /** Versions of Deno, Kedge and packages, and the machine. */
  environment: "environment.json",
  /** `deno.lock`. */
  lockfile: "deno.lock",
  /** What differed from the last commit of git. */
  diff: "git.diff",
} as const;

/** What was found of one thing that a project depends on. */
export interface Finding {
  /** What: `project`, `store`, `server`, `disk`. */
  readonly name: string;
  /** Whether it is well: `warn` for what works and should be known. */
  readonly status: "ok" | "warn" | "fail";
  /** What was found. */
  readonly message: string;
  /** What to do about it. */
  readonly advice: string | undefined;
}

/** Something that is well. */
export function well(name: string, message: string): Finding {
  return { name, status: "ok", message, advice: undefined };
}

/** Something that works, and should be known. */
export function warning(name: string, message: string, advice: string): Finding {
  return { name, status: "warn", message, advice };
}

/** Something that does not work. */
export function failure(name: string, message: string, advice: string): Finding {
  return { name, status: "fail", message, advice };
}

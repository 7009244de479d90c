/** The stack of what was thrown; `undefined` when it has none. */
export function stackOf(error: unknown): string | undefined {
  try {
    return error instanceof Error && typeof error.stack === "string" ? error.stack : undefined;
  } catch {
    return undefined;
  }
}

/** What an error was made of in the end: the last of its causes, also when these lead back to one of them. */
export function rootCause(error: unknown): unknown {
  const seen = new Set<unknown>();
  let root = error;
  try {
    while (root instanceof Error && root.cause !== undefined && !seen.has(root)) {
      seen.add(root);
      root = root.cause;
    }
  } catch {
    // A cause that throws when it is read ends the chain.
  }
  return root;
}

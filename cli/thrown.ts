/** What an error says; anything may be thrown, also what has no text or throws when it is read. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message || error.name : error);
  } catch {
    return "a value that has no text";
  }
}

/** The stack of what was thrown; `undefined` when it has none. */
export function stackOf(error: unknown): string | undefined {
  try {
    return error instanceof Error && typeof error.stack === "string" ? error.stack : undefined;
  } catch {
    return undefined;
  }
}

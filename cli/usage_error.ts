/** Raised when a command is used in a wrong way; nothing has been done. */
export class UsageError extends Error {
  /** Always `"UsageError"`. */
  override readonly name = "UsageError";
}

/** How much a line matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Where lib writes lines for people. Whoever calls in brings one; the default keeps silent. */
export interface Logger {
  /** Write one line. */
  log(level: LogLevel, message: string): void;
}

/** Says nothing. */
export const SILENT_LOGGER: Logger = { log: () => {} };

import type { LogLevel } from "../../../mod.ts";
import { printable } from "../../format/text.ts";
import type { Style } from "../../format/style.ts";

/** A line that a node logged, as it is shown above the progress. */
export interface ShownLine {
  /** How much it matters. */
  readonly level: LogLevel;
  /** The node that wrote it. */
  readonly node?: string | undefined;
  /** The line. */
  readonly message: string;
}

/** A line of the log of a run: the node, the level where it is not `info`, the message. */
export function formatLogLine({ level, node, message }: ShownLine, style: Style): string {
  const who = node === undefined ? "" : style.dim(`${printable(node)}  `);
  const word = level === "info" ? "" : `${level}: `;
  const paint =
    { debug: style.dim, info: (text: string) => text, warn: style.yellow, error: style.red }[level];
  return `  ${who}${paint(`${word}${printable(message)}`)}\n`;
}

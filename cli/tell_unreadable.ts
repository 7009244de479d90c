import type { CliContext } from "./context.ts";
import { createStyle } from "./format/style.ts";
import { printable } from "./format/text.ts";

/** Says that a configuration cannot be read, and how a server that was named by itself is reached instead. */
export function tellUnreadable({ stderr }: CliContext): (error: unknown) => void {
  return (error) => {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    const mark = createStyle(stderr.isColoured).yellow("!");
    stderr.write(
      `${mark} The configuration cannot be read, so the server is reached as MLflow's variables say: ${
        printable(reason)
      }\n`,
    );
  };
}

import type { CliContext } from "../../context.ts";
import type { RunView } from "./run_view.ts";
import type { ProgressEvent } from "./track_progress.ts";

/** Shows a run while it goes on. */
export interface Display {
  /** Something changed. */
  update(event: ProgressEvent): void;
  /** Write text that does not belong to the display, such as what a node prints, without damage to either. */
  write(text: string, stream: "stdout" | "stderr"): void;
  /** The run is over: leave the last state standing and the terminal as it was. May be called again. */
  close(): void;
}

/** Makes a display of what a run looks like now, below a header for the width there is. */
export type CreateDisplay = (
  context: CliContext,
  view: () => RunView,
  header: (width: number) => string,
) => Display;

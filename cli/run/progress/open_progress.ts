import type { CliContext } from "../../context.ts";
import { formatEnds } from "../../format/block.ts";
import { createStyle } from "../../format/style.ts";
import { printable } from "../../format/text.ts";
import type { CreateDisplay, Display } from "./display.ts";
import { createPlainDisplay } from "./plain_display.ts";
import type { RunView } from "./run_view.ts";
import { type ProgressTracker, trackProgress } from "./track_progress.ts";

/** What stands above the nodes. */
export interface ProgressTitle {
  /** Name of the project. */
  readonly project: string;
  /** Names of the pipelines. */
  readonly pipelines: readonly string[];
  /** Environment. */
  readonly env: string;
  /** Whether a value is not to be shown, by the keys down to it. @default {none is hidden} */
  readonly isHidden?: ((path: readonly string[]) => boolean) | undefined;
  /** Hides secrets in a text. @default {there are none} */
  readonly mask?: ((text: string) => string) | undefined;
}

/** Follow a run and show it on standard error: live on a terminal, line by line elsewhere. */
export async function openProgress(
  context: CliContext,
  title: ProgressTitle,
): Promise<ProgressTracker & { readonly display: Display }> {
  const style = createStyle(context.stderr.isColoured);
  const tracker = trackProgress({
    now: () => context.now(),
    onEvent: (event) => display.update(event),
    isHidden: title.isHidden,
    mask: title.mask,
  });
  const header = (view: RunView, width: number): string => {
    const { project, pipelines, env } = title;
    const left = [
      style.bold(printable(project)),
      ...pipelines.map(printable),
      view.runName ? `run ${printable(view.runName)}` : "not recorded",
    ];
    return formatEnds(
      left.join(" · "),
      style.dim(env === "base" ? "base" : `base + ${printable(env)}`),
      width,
    );
  };
  const create = await loadDisplay(context);
  const display: Display = create(context, () => tracker.view, (width) => header(tracker.view, width));
  return { ...tracker, display };
}

// Not a literal import(): logs and pipes go without.
const LIVE_DISPLAY: string = "./live_display.ts";

async function loadDisplay(context: CliContext): Promise<CreateDisplay> {
  if (!isLive(context)) return createPlainDisplay;
  const { createLiveDisplay }: typeof import("./live_display.ts") = await import(LIVE_DISPLAY);
  return createLiveDisplay;
}

/** Whether lines on standard error can be drawn again. */
export function isLive({ stderr, env }: CliContext): boolean {
  return stderr.isTerminal && env("TERM") !== "dumb";
}

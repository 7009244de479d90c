import type { TransferEvent } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatNoun } from "../format/count.ts";
import { formatDuration } from "../format/duration.ts";
import { formatSize } from "../format/size.ts";
import { createStyle, type Style } from "../format/style.ts";
import { isLive } from "../run/progress/open_progress.ts";

const FRAME = 100; // milliseconds
const LONG = 10_000;
const CLEAR_LINE = "\r\x1b[K";

/** Shows how far a transfer is, on standard error. */
export interface TransferProgress {
  /** Something happened. */
  readonly onEvent: (event: TransferEvent) => void;
  /** Objects done or skipped so far. */
  done(): number;
  /** Objects there are. */
  total(): number;
  /** Milliseconds since it began. */
  elapsed(): number;
  /** It is over: nothing is drawn any more. May be called again. */
  close(): void;
}

/** How far a transfer is. */
export interface TransferState {
  readonly objects: number;
  readonly bytes: number;
  readonly totalObjects: number;
  readonly totalBytes: number;
  /** Bytes a second, of late. */
  readonly rate: number | undefined;
}

/** Follow a transfer: a bar on a terminal, now and then a line elsewhere. */
export function openTransferProgress(context: CliContext): TransferProgress {
  const { stderr } = context;
  const style = createStyle(stderr.isColoured);
  const live = isLive(context);
  const started = context.now();
  const samples: { readonly at: number; readonly bytes: number }[] = [{ at: started, bytes: 0 }];
  const state = { objects: 0, bytes: 0, moved: 0, totalObjects: 0, totalBytes: 0 };
  let isOpen = true;

  const frame = (): void => {
    if (state.totalObjects === 0) return;
    samples.push({ at: context.now(), bytes: state.moved });
    // The speed is that of the last seconds.
    while (samples.length > 2 && (samples[1]?.at ?? 0) <= context.now() - LONG) samples.shift();
    const width = live ? (stderr.size()?.columns ?? 80) - 1 : 100;
    const text = formatTransfer({ ...state, rate: rateOf(samples) }, { style, width });
    stderr.write(live ? `${CLEAR_LINE}${text}` : `${text}\n`);
  };
  const stop = context.every(live ? FRAME : LONG, frame);
  return {
    onEvent(event) {
      if (event.kind === "listed") {
        Object.assign(state, { totalObjects: event.objects, totalBytes: event.bytes });
      }
      if (event.kind === "moved") {
        state.bytes += event.bytes;
        state.moved += event.bytes;
      }
      if (event.kind === "skipped") state.bytes += event.size;
      if (event.kind === "done" || event.kind === "skipped") state.objects += 1;
    },
    done: () => state.objects,
    total: () => state.totalObjects,
    elapsed: () => context.now() - started,
    close() {
      if (!isOpen) return;
      isOpen = false;
      stop();
      if (live) stderr.write(CLEAR_LINE);
    },
  };
}

/** A line: bar, objects, bytes, speed, and the time that is left. */
export function formatTransfer(
  { objects, bytes, totalObjects, totalBytes, rate }: TransferState,
  { style, width }: { readonly style: Style; readonly width: number },
): string {
  const left = rate === undefined || rate === 0 ? undefined : (totalBytes - bytes) / rate * 1000;
  const text = [
    `${objects} of ${formatNoun(totalObjects, "object")}`,
    ...(totalBytes > 0 ? [`${formatSize(bytes)} of ${formatSize(totalBytes)}`] : []),
    // What is compared and not sent has no speed.
    ...(rate === undefined || rate === 0 ? [] : [`${formatSize(rate)}/s`]),
    ...(left === undefined || left <= 0 ? [] : [`${formatDuration(left)} left`]),
  ].join(" · ");
  const length = Math.min(30, width - text.length - 5);
  const share = totalBytes > 0 ? bytes / totalBytes : objects / Math.max(1, totalObjects);
  if (length < 5) return `  ${text}`;
  const filled = Math.min(length, Math.floor(share * length));
  const head = filled < length && filled > 0 ? "╸" : "";
  const bar = style.green("━".repeat(filled - head.length) + head) + style.dim("━".repeat(length - filled));
  return `  ${bar}  ${text}`;
}

function rateOf(
  samples: readonly { readonly at: number; readonly bytes: number }[],
): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at === first.at) return undefined;
  return (last.bytes - first.bytes) / (last.at - first.at) * 1000;
}

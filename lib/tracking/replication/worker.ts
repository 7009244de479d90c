import { openCopier } from "./copier.ts";
import { copyUntil } from "./copy_loop.ts";
import { isFlushed, tooLong } from "./flush.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

// A process that forgot to end its run is not kept alive by us for longer.
const QUIET = 5000;

// What the types of a page call by other names.
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
  close(): void;
};

const first: string[] = [];
const stop = new AbortController();
let isFinishing = false;
let wake = (): void => {};

scope.onmessage = ({ data }) => {
  switch (data.kind) {
    case "open":
      first.push(...data.runIds);
      void run(data);
      break;
    case "follow":
      first.push(data.runId);
      break;
    case "finish":
      isFinishing = true;
      setTimeout(() => {
        stop.abort(tooLong());
        wake();
      }, data.milliseconds);
      wake();
      break;
    default:
      data satisfies never;
  }
};

async function run(
  { directory, uri, variables, home, signs }: Extract<ToWorker, { kind: "open" }>,
): Promise<void> {
  let recorded = -1;
  let awakeAt = 0;
  {
    await using copier = openCopier({
      directory,
      home,
      target: { uri, variables },
      signal: stop.signal,
      needsLock: true,
    });
    await copyUntil(copier, {
      first: () => first,
      signal: stop.signal,
      wait: pause,
      isEnough: (round) => {
        if (isFinishing) return isFlushed(copier, first, round);
        const isBusy = (round.kind === "done" && round.sent > 0) || Atomics.load(signs, 0) !== recorded;
        recorded = Atomics.load(signs, 0);
        if (isBusy) awakeAt = performance.now();
        return performance.now() - awakeAt > QUIET;
      },
    });
  }
  Atomics.store(signs, 1, 1);
  scope.postMessage({ kind: "stopped" });
  scope.close();
}

// Until it is told to finish.
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    wake = end;
  });
}

import { type CliContext, type Output, stricliProcess } from "./context.ts";

/** The world as it is. */
export function systemContext(): CliContext {
  const stdout = outputOf(Deno.stdout);
  const stderr = outputOf(Deno.stderr);
  return {
    process: stricliProcess(stdout, stderr),
    stdout,
    stderr,
    env: readEnv,
    args: Deno.args,
    cwd: Deno.cwd(),
    mainModule: Deno.mainModule,
    execPath: Deno.execPath(),
    now: () => Date.now(),
    onInterrupt(listener) {
      const watchdog = startWatchdog(stderr);
      const stop = listen(["SIGINT", "SIGTERM"], (signal) => {
        watchdog?.postMessage("heard");
        listener(signal);
      });
      return () => {
        stop();
        watchdog?.terminate();
      };
    },
    onResize: (listener) => listen(["SIGWINCH"], () => listener()),
    every(milliseconds, call) {
      const timer = setInterval(call, milliseconds);
      return () => clearInterval(timer);
    },
    onExit(listener) {
      const events = ["unload", "error", "unhandledrejection"];
      // What somebody takes care of does not end the process.
      const call = (event: Event) => event.defaultPrevented || listener();
      for (const event of events) globalThis.addEventListener(event, call);
      return () => events.forEach((event) => globalThis.removeEventListener(event, call));
    },
    onCrash(listener) {
      const call = (event: ErrorEvent | PromiseRejectionEvent) => {
        // The project may have its own way with them.
        if (event.defaultPrevented) return;
        event.preventDefault();
        listener("reason" in event ? event.reason : event.error);
      };
      globalThis.addEventListener("error", call);
      globalThis.addEventListener("unhandledrejection", call);
      return () => {
        globalThis.removeEventListener("error", call);
        globalThis.removeEventListener("unhandledrejection", call);
      };
    },
    failExit(code) {
      if (Deno.exitCode === 0) Deno.exitCode = code;
    },
    exit: (code) => Deno.exit(code),
  };
}

function readEnv(name: string): string | undefined {
  const isAllowed = Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
  return isAllowed ? Deno.env.get(name) || undefined : undefined;
}

// Windows knows SIGINT alone, of these.
function listen<S extends Deno.Signal>(signals: readonly S[], listener: (signal: S) => void): () => void {
  const stops = signals.filter((signal) => Deno.build.os !== "windows" || signal === "SIGINT").map(
    (signal) => {
      const call = () => listener(signal);
      Deno.addSignalListener(signal, call);
      return () => Deno.removeSignalListener(signal, call);
    },
  );
  return () => stops.forEach((stop) => stop());
}

// Only where somebody may press Ctrl-C: it costs some milliseconds and megabytes.
function startWatchdog({ isTerminal }: Output): Worker | undefined {
  const mayKill = Deno.permissions.querySync({ name: "run" }).state === "granted";
  if (!isTerminal || !mayKill || Deno.build.os === "windows") return undefined;
  const watchdog = new Worker(new URL("./interrupt_watchdog.ts", import.meta.url), { type: "module" });
  // Without it Ctrl-C still works wherever the main thread lets it through.
  watchdog.onerror = (event) => event.preventDefault();
  return watchdog;
}

function outputOf(stream: typeof Deno.stdout): Output {
  const isTerminal = stream.isTerminal();
  return {
    write: (text) => writeAll(stream, new TextEncoder().encode(text)),
    isTerminal,
    isColoured: wantsColour(isTerminal),
    size() {
      try {
        return isTerminal ? Deno.consoleSize() : undefined;
      } catch {
        return undefined; // a terminal that does not know its size
      }
    },
  };
}

// https://no-color.org and https://force-color.org
function wantsColour(isTerminal: boolean): boolean {
  const forced = readEnv("FORCE_COLOR");
  if (forced !== undefined) return forced !== "0";
  return isTerminal && readEnv("NO_COLOR") === undefined && readEnv("TERM") !== "dumb";
}

function writeAll(stream: typeof Deno.stdout, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += stream.writeSync(bytes.subarray(written));
    } catch (error) {
      // `kedge run | head`: nobody reads any more, and the run goes on.
      if (error instanceof Deno.errors.BrokenPipe) return;
      // A parent may have made the pipe non-blocking; it is full for the moment.
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

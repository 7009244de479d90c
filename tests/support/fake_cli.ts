import { type CliContext, type Interrupt, type Output, stricliProcess } from "../../cli/context.ts";

/** The world of a command line in a test. */
export interface FakeCli {
  /** Given to the command line. */
  readonly context: CliContext;
  /** What was written to standard output. */
  stdout(): string;
  /** What was written to standard error. */
  stderr(): string;
  /** Let time pass, calling what is due. */
  tick(milliseconds: number): void;
  /** Ask the command to stop. */
  interrupt(signal?: Interrupt): void;
  /** Change the size of the terminal. */
  resize(columns: number, rows?: number): void;
}

/** How the world is. */
export interface FakeCliOptions {
  /** Arguments. */
  readonly args?: readonly string[] | undefined;
  /** Current folder. @default {"/srv/ada/penguins"} */
  readonly cwd?: string | undefined;
  /** Variables. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** The module that was started. @default {"https://kedge.example/kedge@0.1.0/cli/main.ts"} */
  readonly mainModule?: string | undefined;
  /** Path of Deno. @default {"/usr/bin/deno"} */
  readonly execPath?: string | undefined;
  /** Columns of the terminal; without them it is no terminal. */
  readonly columns?: number | undefined;
  /** Whether to write colours. @default {false} */
  readonly isColoured?: boolean | undefined;
}

/** Thrown by `exit()` of a fake world. */
export class Exit extends Error {
  /** Create the end of a process. */
  constructor(readonly code: number) {
    super(`Exit ${code}`);
  }
}

/** A world in memory, at noon of 24 November 2026. */
export function fakeCli(options: FakeCliOptions = {}): FakeCli {
  const { args = [], cwd = "/srv/ada/penguins", env = {}, isColoured = false, execPath = "/usr/bin/deno" } =
    options;
  const { mainModule = "https://kedge.example/kedge@0.1.0/cli/main.ts" } = options;
  let size = options.columns === undefined ? undefined : { columns: options.columns, rows: 24 };
  let now = new Date(2026, 10, 24, 12).getTime();
  const timers = new Set<{ readonly period: number; readonly call: () => void; due: number }>();
  const interruptListeners = new Set<(signal: Interrupt) => void>();
  const resizeListeners = new Set<() => void>();
  const exitListeners = new Set<() => void>();
  const written = { stdout: "", stderr: "" };
  const outputTo = (stream: keyof typeof written): Output => ({
    write: (text) => void (written[stream] += text),
    isTerminal: size !== undefined,
    isColoured,
    size: () => size,
  });
  const [stdout, stderr] = [outputTo("stdout"), outputTo("stderr")];

  return {
    context: {
      process: stricliProcess(stdout, stderr),
      stdout,
      stderr,
      env: (name) => env[name] || undefined,
      args,
      cwd,
      mainModule,
      execPath,
      now: () => now,
      onInterrupt: (listener) => subscribe(interruptListeners, listener),
      onResize: (listener) => subscribe(resizeListeners, listener),
      every: (period, call) => subscribe(timers, { period, call, due: now + period }),
      onExit: (listener) => subscribe(exitListeners, listener),
      onCrash: () => () => {},
      failExit: () => {},
      exit(code) {
        throw new Exit(code);
      },
    },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    tick(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const next = [...timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        now = next.due;
        next.due += next.period;
        next.call();
      }
      now = end;
    },
    interrupt: (signal = "SIGINT") => interruptListeners.forEach((listener) => listener(signal)),
    resize(columns, rows = 24) {
      size = { columns, rows };
      resizeListeners.forEach((listener) => listener());
    },
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

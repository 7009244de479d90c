import type { CommandContext } from "../lib/deps/stricli.ts";

/** Somewhere to write text: a terminal, a pipe, a list in a test. */
export interface Output {
  /** Write text as it is. Nobody reading any more is no error. */
  write(text: string): void;
  /** Whether a person may be looking at it. */
  readonly isTerminal: boolean;
  /** Whether to write colours. */
  readonly isColoured: boolean;
  /** Size of the terminal now; `undefined` when it is none. */
  size(): { readonly columns: number; readonly rows: number } | undefined;
}

/** What the command line touches of the outside world, so that tests can own it. */
export interface CliContext extends CommandContext {
  /** Results. */
  readonly stdout: Output;
  /** All that is not a result: progress, errors. */
  readonly stderr: Output;
  /** What stricli wants of a process; made by {@linkcode stricliProcess}. */
  readonly process: StricliProcess;
  /** A variable of the environment; `undefined` when it is not set, empty or may not be read. */
  env(name: string): string | undefined;
  /** The arguments as typed. */
  readonly args: readonly string[];
  /** Current folder, absolute. */
  readonly cwd: string;
  /** URL of the module that was started. */
  readonly mainModule: string;
  /** The words that started this command line, once they have been looked for; see `commandWords()`. */
  readonly startedBy?: readonly string[] | undefined;
  /** Path of the Deno that runs. */
  readonly execPath: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Called with every request to stop, until the returned function is called. */
  onInterrupt(listener: (signal: Interrupt) => void): () => void;
  /** Called when the terminal may have changed its size, until the returned function is called. */
  onResize(listener: () => void): () => void;
  /** Called again and again, until the returned function is called. */
  every(milliseconds: number, call: () => void): () => void;
  /** Called when the process ends by itself or by an uncaught error, until the returned function is called. */
  onExit(listener: () => void): () => void;
  /** Called with every error that nobody catches, instead of the end of the process, until the returned function is called. */
  onCrash(listener: (error: unknown) => void): () => void;
  /** Let a process that is about to end with 0 end with this code instead; for listeners of {@linkcode CliContext.onExit}. */
  failExit(code: number): void;
  /** End the process at once. */
  exit(code: number): never;
}

/** A request to stop. */
export type Interrupt = "SIGINT" | "SIGTERM";

/** The part of Node's `process` that stricli uses. */
export interface StricliProcess {
  /** Standard output. */
  readonly stdout: StricliOutput;
  /** Standard error. */
  readonly stderr: StricliOutput;
  /** Exit code, once known. */
  exitCode?: number | string | null;
}

/** A stream as stricli sees it. */
export interface StricliOutput {
  /** Write text. */
  readonly write: (text: string) => void;
  /** Bits of colour. */
  readonly getColorDepth: () => number;
}

/** Two outputs as the process that stricli wants. */
export function stricliProcess(stdout: Output, stderr: Output): StricliProcess {
  const adapt = (output: Output): StricliOutput => ({
    write: (text) => output.write(text),
    getColorDepth: () => output.isColoured ? 8 : 1,
  });
  return { stdout: adapt(stdout), stderr: adapt(stderr) };
}

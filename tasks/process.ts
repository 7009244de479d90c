import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the clone, whatever the current folder is. */
export const ROOT: string = fileURLToPath(new URL("../", import.meta.url));

/** How a child process ended, and what it printed. */
export interface Finished {
  /** Its exit code. */
  readonly code: number;
  /** Its standard output. */
  readonly stdout: string;
  /** Its standard error. */
  readonly stderr: string;
}

/** Where and with what a child process runs. */
export interface ProcessOptions {
  /** Its current folder. @default {the clone} */
  readonly cwd?: string | undefined;
  /** Variables added to the environment. */
  readonly env?: Record<string, string> | undefined;
}

/** Run this Deno with `args`, showing what it prints; resolves to its exit code. */
export async function showDeno(args: readonly string[], options: ProcessOptions = {}): Promise<number> {
  const { cwd = ROOT, env = {} } = options;
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: childEnv(cwd, env),
    stdin: "null",
  });
  return (await command.spawn().status).code;
}

/** Run this Deno with `args` and keep what it prints. */
export function captureDeno(args: readonly string[], options: ProcessOptions = {}): Promise<Finished> {
  return capture(Deno.execPath(), args, options);
}

/** Run any program and keep what it prints. */
export async function capture(
  program: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<Finished> {
  const { cwd = ROOT, env = {} } = options;
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    env,
    stdin: "null",
  })
    .output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The absolute path of what a user typed: relative to where `deno task` was typed, not to the clone. */
export function typedPath(path: string): string {
  return resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd(), path);
}

// `deno task` keeps an INIT_CWD that is set already: a task inside a task would take its folder from the outer one.
function childEnv(cwd: string, env: Record<string, string>): Record<string, string> {
  return { INIT_CWD: cwd, ...env };
}

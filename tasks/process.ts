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
export function showDeno(args: readonly string[], options: ProcessOptions = {}): Promise<number> {
  return show(Deno.execPath(), args, options);
}

/** Run any program, showing what it prints; resolves to its exit code. */
export async function show(
  program: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<number> {
  return (await prepare(program, args, options).spawn().status).code;
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
  const { code, stdout, stderr } = await prepare(program, args, options).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The absolute path of what a user typed: relative to where `deno task` was typed, not to the clone. */
export function typedPath(path: string): string {
  return resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd(), path);
}

function prepare(program: string, args: readonly string[], options: ProcessOptions): Deno.Command {
  const { cwd = ROOT, env = {} } = options;
  // `deno task` keeps an INIT_CWD that is set: a task inside a task would take its folder from the outer one.
  return new Deno.Command(program, { args: [...args], cwd, env: { INIT_CWD: cwd, ...env }, stdin: "null" });
}

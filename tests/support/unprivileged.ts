import { capture, captureDeno, type Finished, type ProcessOptions } from "../../tasks/process.ts";

/** Whether {@linkcode runUnprivileged} can do what it says. */
export async function canRunUnprivileged(): Promise<boolean> {
  if (Deno.build.os === "windows") return false;
  if (Deno.uid() !== 0) return true;
  const probe = await capture("setpriv", [...NO_CAPABILITIES, "true"]).catch(() => undefined);
  return probe?.code === 0;
}

/**
 * Run this Deno as somebody for whom permission bits count. For root they do not, because of its capabilities. Without
 * them root is like anybody, and, unlike `nobody`, can read Deno and this clone wherever they lie.
 */
export function runUnprivileged(args: readonly string[], options: ProcessOptions = {}): Promise<Finished> {
  return Deno.uid() === 0
    ? capture("setpriv", [...NO_CAPABILITIES, Deno.execPath(), ...args], options)
    : captureDeno(args, options);
}

const NO_CAPABILITIES = ["--inh-caps=-all", "--bounding-set=-all", "--"];

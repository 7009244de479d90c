import { capture, ROOT } from "../../tasks/process.ts";
import { tempDir } from "./temp_dir.ts";

/** Test what a program asks of the system, where that can be watched. */
export async function canTrace(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  const probe = await capture("strace", ["-o", "/dev/null", "true"]).catch(() => undefined);
  return probe?.code === 0;
}

/** A call of the system that has begun or ended. */
export interface SystemCall {
  /** Which. */
  readonly step: "begin" | "end";
  /** Its name: `fsync`. */
  readonly name: string;
  /** Its arguments as strace writes them, with the paths of open files. */
  readonly args: string;
}

/** Run a script of the clone and note, in their order, the beginnings and ends of system calls of all its threads. */
export async function traceScript(
  names: readonly string[],
  [script, ...args]: readonly [string, ...string[]],
): Promise<readonly SystemCall[]> {
  await using dir = await tempDir();
  const log = dir.join("trace");
  const options = ["-f", "-y", "-qq", "-o", log, "-e", `trace=${names.join(",")}`];
  const command = [Deno.execPath(), "run", "-A", ROOT + script, ...args];
  const { code, stderr } = await capture("strace", [...options, ...command]);
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${stderr}`);
  return [...parseTrace(await Deno.readTextFile(log))];
}

// `7 fsync(22</a>) = 0` at once, or with lines of other threads between `7 fsync(22</a> <unfinished ...>` and
// `7 <... fsync resumed>) = 0`.
function* parseTrace(text: string): Iterable<SystemCall> {
  const unfinished = new Map<string, SystemCall>();
  for (const line of text.split("\n")) {
    const [, thread = "", rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const [, name, args = "", isUnfinished] = /^(\w+)\((.*?)( <unfinished \.\.\.>|\) += .*)$/.exec(rest) ??
      [];
    if (name !== undefined) {
      yield { step: "begin", name, args };
      if (isUnfinished?.includes("<")) unfinished.set(thread, { step: "end", name, args });
      else yield { step: "end", name, args };
    } else if (rest.startsWith("<... ")) {
      const begun = unfinished.get(thread);
      if (begun !== undefined) yield begun;
      unfinished.delete(thread);
    }
  }
}

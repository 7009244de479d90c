import { captureDeno } from "../../tasks/process.ts";

/** What to run for {@linkcode peakMemory}. */
export interface MeasuredScript {
  /** The script and its arguments. */
  readonly args: readonly string[];
  /** Its folder. @default {the clone} */
  readonly cwd?: string | undefined;
}

/** Run a script with all permissions; resolves to the most memory it ever had resident, in MiB. Linux only. */
export async function peakMemory({ args, cwd }: MeasuredScript): Promise<number> {
  const file = await Deno.makeTempFile();
  try {
    const preload = new URL("./print_peak_memory.ts", import.meta.url).href;
    const env = { KEDGE_BENCH_MEMORY: file };
    const { code, stderr } = await captureDeno(["run", "-A", `--preload=${preload}`, ...args], { cwd, env });
    if (code !== 0) throw new Error(`Cannot measure "${args.join(" ")}": it exited with ${code}\n${stderr}`);
    const kibibytes = Number(await Deno.readTextFile(file));
    if (!(kibibytes > 0)) throw new Error(`Cannot measure "${args.join(" ")}": the system does not tell`);
    return kibibytes / 1024;
  } finally {
    await Deno.remove(file);
  }
}

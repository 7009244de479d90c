import { captureDeno } from "../../tasks/process.ts";

/** What to run for {@linkcode peakMemory}. */
export interface MeasuredScript {
  /** The script and its arguments. */
  readonly args: readonly string[];
  /** Its folder. @default {the clone} */
  readonly cwd?: string | undefined;
  /** Variables added to its environment. @default {none} */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** What a script took. */
export interface Measured {
  /** From start to end of its process. */
  readonly seconds: number;
  /** The most memory it ever had resident. */
  readonly mebibytes: number;
}

/** Run a script with all permissions; resolves to the most memory it ever had resident, in MiB. Linux only. */
export async function peakMemory(script: MeasuredScript): Promise<number> {
  return (await measureScript(script)).mebibytes;
}

/** Run a script with all permissions; resolves to what it took. Linux only. */
export async function measureScript({ args, cwd, env }: MeasuredScript): Promise<Measured> {
  const file = await Deno.makeTempFile();
  try {
    const preload = new URL("./print_peak_memory.ts", import.meta.url).href;
    const begun = performance.now();
    const { code, stderr } = await captureDeno(["run", "-A", `--preload=${preload}`, ...args], {
      cwd,
      env: { ...env, KEDGE_BENCH_MEMORY: file },
    });
    const seconds = (performance.now() - begun) / 1000;
    if (code !== 0) throw new Error(`Cannot measure "${args.join(" ")}": it exited with ${code}\n${stderr}`);
    const kibibytes = Number(await Deno.readTextFile(file));
    if (!(kibibytes > 0)) throw new Error(`Cannot measure "${args.join(" ")}": the system does not tell`);
    return { seconds, mebibytes: kibibytes / 1024 };
  } finally {
    await Deno.remove(file);
  }
}

import { captureDeno, type Finished, ROOT } from "../../tasks/process.ts";

/** Arguments of Deno for the command line of this clone; whatever lies in the folder may import the public URL. */
const MAIN = ["run", "-A", "--config", `${ROOT}deno.json`, `${ROOT}cli/main.ts`];
const ENV = { NO_COLOR: "1", GITHUB_STEP_SUMMARY: "" };

/** Run the command line of this clone in `cwd`; whatever lies there may import the public URL. */
export function kedge(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return captureDeno([...MAIN, ...args], { cwd, env: { ...ENV, ...env } });
}

/** A command line that runs. */
export interface RunningKedge extends AsyncDisposable {
  /** Resolves when `text` has been written, to either output. */
  sees(text: string): Promise<void>;
  /** Send it a signal. */
  kill(signal: Deno.Signal): void;
  /** How it ended. */
  readonly finished: Promise<Finished>;
}

/** Start the command line of this clone in `cwd`. */
export function startKedge(cwd: string, args: readonly string[]): RunningKedge {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...MAIN, ...args],
    cwd,
    env: ENV,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const written = { stdout: "", stderr: "" };
  const waiting = new Set<() => void>();
  const read = async (stream: keyof typeof written): Promise<void> => {
    for await (const text of child[stream].pipeThrough(new TextDecoderStream())) {
      written[stream] += text;
      for (const check of waiting) check();
    }
  };
  const reading = Promise.all([read("stdout"), read("stderr")]);
  const finished = (async () => {
    await reading;
    return { code: (await child.status).code, ...written };
  })();
  const seen = (text: string) => written.stdout.includes(text) || written.stderr.includes(text);
  return {
    finished,
    kill: (signal) => child.kill(signal),
    async sees(text) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const check = () => seen(text) && resolve();
      waiting.add(check);
      check();
      await Promise.race([
        promise,
        finished.then(() => Promise.reject(new Error(`Ended without "${text}": ${written.stderr}`))),
      ]);
      waiting.delete(check);
    },
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // it has ended
      }
      await finished;
    },
  };
}

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
  /** Type on its terminal. */
  type(text: string): Promise<void>;
  /** Send it a signal. */
  kill(signal: Deno.Signal): void;
  /** How it ended. */
  readonly finished: Promise<Finished>;
}

/** Start the command line of this clone in `cwd`. */
export function startKedge(cwd: string, args: readonly string[]): RunningKedge {
  const { child, output, sees, kill, ended, type } = startProcess(cwd, [Deno.execPath(), ...MAIN, ...args]);
  const finished = ended.then(async () => ({ code: (await child.status).code, ...output }));
  return { finished, sees, kill, type, [Symbol.asyncDispose]: () => endProcess(kill, ended) };
}

/** As {@linkcode startKedge}, on a terminal of 80 columns and with all output in `stdout`. Needs `script` of Linux. */
export function startKedgeOnTerminal(cwd: string, args: readonly string[]): RunningKedge {
  const words = [Deno.execPath(), ...MAIN, ...args].map((word) => `'${word}'`).join(" ");
  // `script` does not always notice that its command has ended, so the command says so.
  const command = `trap : INT; stty cols 80 rows 24; ${words}; echo "[exit $? end]"`;
  const script = ["script", "--quiet", "--flush", "--command", command, "/dev/null"];
  const { output, sees, kill, ended, type } = startProcess(cwd, script);
  const finished = sees(" end]").then(() => {
    const [text = "", code] = output.stdout.split("[exit ");
    return { code: parseInt(code ?? ""), stdout: text, stderr: "" };
  });
  return { finished, sees, kill, type, [Symbol.asyncDispose]: () => endProcess(kill, ended) };
}

interface StartedProcess extends Pick<RunningKedge, "sees" | "type" | "kill"> {
  readonly child: Deno.ChildProcess;
  /** What it wrote so far. */
  readonly output: { stdout: string; stderr: string };
  /** Resolves when it has ended and all of its output is there. */
  readonly ended: Promise<void>;
}

function startProcess(cwd: string, [program = "", ...args]: readonly string[]): StartedProcess {
  const env = { ...ENV, TERM: "xterm-256color" };
  const child = new Deno.Command(program, {
    args: [...args],
    cwd,
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stdin = child.stdin.getWriter();
  const output = { stdout: "", stderr: "" };
  const waiting = new Set<() => void>();
  const read = async (stream: "stdout" | "stderr"): Promise<void> => {
    for await (const text of child[stream].pipeThrough(new TextDecoderStream())) {
      output[stream] += text;
      for (const check of waiting) check();
    }
  };
  const ended = Promise.all([read("stdout"), read("stderr")]).then(async () => {
    await child.status;
    await stdin.abort().catch(() => {}); // nobody reads it any more
  });
  return {
    child,
    output,
    ended,
    kill: (signal) => child.kill(signal),
    type: (text) => stdin.write(new TextEncoder().encode(text)),
    async sees(text) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const check = () => {
        if (output.stdout.includes(text) || output.stderr.includes(text)) resolve();
      };
      waiting.add(check);
      check();
      void ended.then(() => reject(new Error(`Ended without "${text}": ${output.stdout}${output.stderr}`)));
      await promise;
      waiting.delete(check);
    },
  };
}

async function endProcess(kill: RunningKedge["kill"], ended: Promise<void>): Promise<void> {
  try {
    kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // it has ended already
  }
  await ended;
}

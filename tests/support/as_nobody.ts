import { ROOT } from "../../tasks/process.ts";
import { tempDir } from "./temp_dir.ts";

const NOBODY = 65534;

/** How a script ended that ran without rights of its own. */
export interface NobodyResult {
  /** Its exit code. */
  readonly code: number;
  /** What it printed. */
  readonly stdout: string;
  /** What it complained of. */
  readonly stderr: string;
}

/**
 * Why {@linkcode runAsNobody} cannot be used here; `undefined` when it can. Permission bits bind everybody but root, so root
 * steps down to `nobody`, who must be able to read the clone.
 */
export function nobodyProblem(): string | undefined {
  if (Deno.build.os === "windows") return "Windows has no permission bits";
  if (Deno.uid() !== 0) return undefined;
  // The clone may lie where nobody cannot even stand.
  const probe = { args: ["-r", `${ROOT}mod.ts`], cwd: "/", uid: NOBODY, gid: NOBODY };
  const { success } = new Deno.Command("test", probe).outputSync();
  return success ? undefined : "nobody cannot read the clone";
}

/** Run a module without npm packages as a user whom permission bits bind. */
export async function runAsNobody(script: string, args: readonly string[]): Promise<NobodyResult> {
  await using cache = await tempDir();
  await Deno.chmod(cache.path, 0o777);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-config", script, ...args],
    cwd: "/",
    env: { DENO_DIR: cache.path, HOME: cache.path, NO_COLOR: "1" },
    ...(Deno.uid() === 0 && { uid: NOBODY, gid: NOBODY }),
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

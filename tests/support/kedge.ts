import { captureDeno, type Finished, ROOT } from "../../tasks/process.ts";

/** Run the command line of this clone in `cwd`; whatever lies there may import the public URL. */
export function kedge(cwd: string, args: readonly string[]): Promise<Finished> {
  const main = ["run", "-A", "--config", `${ROOT}deno.json`, `${ROOT}cli/main.ts`];
  return captureDeno([...main, ...args], { cwd, env: { NO_COLOR: "1", GITHUB_STEP_SUMMARY: "" } });
}

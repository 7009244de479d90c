import { runCli } from "../../cli/run_cli.ts";
import { type FakeCli, fakeCli, type FakeCliOptions } from "./fake_cli.ts";

/** A command that has run in this process. */
export interface TypedCommand extends FakeCli {
  /** Its exit code. */
  readonly code: number;
}

/** Run a command of `kedge` in a folder, as if it had been typed there. */
export async function type(
  cwd: string,
  args: readonly string[],
  options: FakeCliOptions = {},
): Promise<TypedCommand> {
  const cli = fakeCli({ args, cwd, env: { KEDGE_COMMAND: "deno task kedge" }, ...options });
  return { ...cli, code: await runCli(cli.context) };
}

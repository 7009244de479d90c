import { run } from "../lib/deps/stricli.ts";
import { buildApp } from "./app.ts";
import { commandWords } from "./command_prefix.ts";
import type { CliContext } from "./context.ts";
import { EXIT, reportError } from "./guard.ts";
import { expandShortFlags } from "./run/flag_words.ts";
import { UsageError } from "./usage_error.ts";
import { usageText } from "./usage_text.ts";

/** Do what the arguments say; resolves to the exit code. */
export async function runCli(outside: CliContext): Promise<number> {
  // Looked for once: every folder of the PATH may be asked.
  const context: CliContext = { ...outside, startedBy: commandWords(outside) };
  const json = context.args.some((arg) => arg === "--json" || arg === "--json=true");
  const problems: unknown[] = [];
  const text = usageText((message, error) => problems.push(error ?? new UsageError(message)));
  // stricli writes a line for what it reports; here a report of our own takes its place.
  const quiet = { ...context.process, stderr: { ...context.process.stderr, write: () => {} } };
  const inner = { ...context, process: quiet };
  await run(buildApp(context, text), expandShortFlags(context.args), inner);
  const [problem] = problems;
  if (problem !== undefined) return reportError(context, problem, { json });
  return Number(quiet.exitCode ?? EXIT.ok);
}

import type { CliContext } from "../context.ts";
import { type SwitchFlag, switchFlag, type TextFlag, textFlag } from "../flag_kinds.ts";
import { buildCommand, type Command } from "../../lib/deps/stricli.ts";
import { describeWithExamples, type Example } from "../examples.ts";

/** Flags of every `kedge runs` command. */
export interface RunsFlags {
  readonly json?: boolean | undefined;
  readonly project?: string | undefined;
}

/** The flags of {@linkcode RunsFlags}. */
export const RUNS_FLAGS: { readonly json: SwitchFlag; readonly project: TextFlag } = {
  json: switchFlag("Print JSON on standard output, and nothing else there"),
  project: textFlag("DIR", "Folder of the project [default: found from here upwards]"),
};

/** Flags of the commands that know runs of a server too. */
export interface AnyRunsFlags extends RunsFlags {
  readonly store?: string | undefined;
}

/** The flag of {@linkcode AnyRunsFlags}. */
export const STORE_FLAG: { readonly store: TextFlag } = {
  store: textFlag("URL", "A server of MLflow, instead of the project's own runs"),
};

/** What names a run. */
export const WHICH =
  "RUN is an id, the beginning of one, a name (the newest run of that name), @latest or @previous.";

/** An argument that is taken as it is. */
export interface TextArgument {
  readonly placeholder: string;
  readonly brief: string;
  readonly parse: (input: string) => string;
}

/** An argument that is taken as it is. */
export function textArgument(placeholder: string, brief: string): TextArgument {
  return { placeholder, brief, parse: (input) => input };
}

/** What is common to commands about runs. */
export interface RunsCommand<Flags> {
  /** What it does, in a few words. */
  readonly brief: string;
  /** What it does, and what its arguments are. */
  readonly text: string;
  /** How it is used. */
  readonly examples: readonly Example[];
  /** Its flags, besides those of every command. */
  readonly flags?: Readonly<Record<string, SwitchFlag | TextFlag>> | undefined;
  /** Loads it. */
  readonly load: () => Promise<(this: CliContext, flags: Flags, ...args: string[]) => Promise<void>>;
}

/** A command with a fixed number of arguments. */
export function runsCommand<Flags extends RunsFlags>(
  prefix: string,
  command: RunsCommand<Flags>,
  args: readonly TextArgument[],
): Command<CliContext> {
  return build(prefix, command, { kind: "tuple", parameters: args });
}

/** A command whose last argument may be given again and again. */
export function runsListCommand<Flags extends RunsFlags>(
  prefix: string,
  command: RunsCommand<Flags>,
  { parameter, minimum }: { readonly parameter: TextArgument; readonly minimum: number },
): Command<CliContext> {
  return build(prefix, command, { kind: "array", parameter, minimum });
}

function build<Flags extends RunsFlags>(
  prefix: string,
  { brief, text, examples, flags = {}, load }: RunsCommand<Flags>,
  positional: unknown,
): Command<CliContext> {
  const specification = {
    docs: { brief, fullDescription: describeWithExamples(prefix, text, examples) },
    parameters: { flags: { ...flags, ...RUNS_FLAGS }, positional },
    loader: load,
  };
  // Stricli ties the types of flags and arguments to those of the function; here the command brings both, and its function
  // is typed where it is written.
  return buildCommand<RunsFlags, string[], CliContext>(specification as never);
}

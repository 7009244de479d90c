/** A command that can be pasted, and what it does. */
export interface Example {
  /** Arguments after the prefix. */
  readonly args: string;
  /** What it does, in a few words. */
  readonly does: string;
}

/** A description and its examples, for help: the commands begin with `prefix`. */
export function describeWithExamples(prefix: string, text: string, examples: readonly Example[]): string {
  const lines = examples.map(({ args, does }) => `  ${prefix} ${args}\n      ${does}`);
  return `${text}\n\nEXAMPLES\n${lines.join("\n")}`;
}

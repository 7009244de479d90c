/** What a process printed. */
export interface ChildOutput {
  /** On stdout. */
  readonly stdout: string;
  /** On stderr. */
  readonly stderr: string;
}

/** Run a module as a process of its own, to its end. */
export async function runChild(module: URL, args: readonly string[]): Promise<ChildOutput> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", module.href, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { stdout: decode(stdout), stderr: decode(stderr) };
}

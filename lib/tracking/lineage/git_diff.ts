const LARGEST = 1_000_000; // characters

/**
 * What the tracked files of a folder's repository differ by from its last commit, at most a million characters; `undefined`
 * without differences, git, or the permission to run it.
 */
export async function readGitDiff(directory: string): Promise<string | undefined> {
  if (Deno.permissions.querySync({ name: "run", command: "git" }).state !== "granted") return undefined;
  const args = [
    "--no-optional-locks",
    "-c",
    "core.fsmonitor=false",
    "diff",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "HEAD",
  ];
  try {
    const command = new Deno.Command("git", {
      args,
      cwd: directory,
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    });
    const child = command.spawn();
    const text = await readUpTo(child.stdout);
    const { success } = await child.status;
    return text === "" || (!success && text.length < LARGEST) ? undefined : text;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

// Stops to read, by which git ends too.
async function readUpTo(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.length >= LARGEST) return `${text.slice(0, LARGEST)}\n… cut off`;
  }
  return text;
}

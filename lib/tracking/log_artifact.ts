import { requireScope } from "./current_run.ts";

/** Store bytes or a local file as an artifact of the current run. */
export async function logArtifact(
  content: string | URL | Uint8Array | ReadableStream<Uint8Array>,
  path?: string,
): Promise<void> {
  const { run, node } = requireScope("logArtifact");
  if (content instanceof Uint8Array || content instanceof ReadableStream) {
    if (path === undefined) throw new TypeError("Cannot log bytes as an artifact without a path");
    await run?.writeArtifact(path, content, node);
    return;
  }
  const file = await Deno.open(content);
  await run?.writeArtifact(path ?? String(content).split(/[\\/]/).at(-1) ?? "", file.readable, node);
}

/** Store text as an artifact of the current run. */
export async function logText(text: string, path: string): Promise<void> {
  const { run, node } = requireScope("logText");
  await run?.writeArtifact(path, new TextEncoder().encode(text), node);
}

/** Store plain data as a JSON artifact of the current run. */
export async function logDict(data: unknown, path: string): Promise<void> {
  const { run, node } = requireScope("logDict");
  await run?.writeArtifact(path, new TextEncoder().encode(`${JSON.stringify(data, null, 2)}\n`), node);
}

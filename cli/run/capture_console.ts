import type { Output } from "../context.ts";

/** Where captured text was meant to go. */
export type Stream = "stdout" | "stderr";

/**
 * Lead everything that `console` prints to `write`, until the returned function is called. So what a node prints does not
 * run into a live display, or into JSON.
 */
export async function captureConsole(
  outputs: Readonly<Record<Stream, Output>>,
  write: (text: string, stream: Stream) => void,
): Promise<() => void> {
  const { Console } = await import("node:console");
  const sink = (stream: Stream) => ({
    write: (text: string) => {
      write(text, stream);
      return true;
    },
    on: () => {},
    once: () => {},
    removeListener: () => {},
    listenerCount: () => 0,
    isTTY: outputs[stream].isTerminal,
    getColorDepth: () => outputs[stream].isColoured ? 8 : 1,
  });
  const options = { stdout: sink("stdout"), stderr: sink("stderr"), colorMode: outputs.stdout.isColoured };
  // Of a stream, a console calls no more than a sink has.
  const replacement = new Console(options as unknown as ConstructorParameters<typeof Console>[0]);
  const original = { ...globalThis.console };
  const methods = Object.keys(original).filter((name) => name in replacement);
  const console = globalThis.console as unknown as Record<string, unknown>;
  for (const name of methods) console[name] = Reflect.get(replacement, name);
  return () => void Object.assign(globalThis.console, original);
}

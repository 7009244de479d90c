import type { FuzzInput } from "./inputs.ts";
import { type FuzzedReader, readInput } from "./read_input.ts";

interface WorkerScope {
  onmessage:
    | ((event: MessageEvent<{ readonly reader: FuzzedReader; readonly input: FuzzInput }>) => void)
    | null;
  postMessage(answer: string | null): void;
}

// The scope of a worker, of which the types of a program know nothing.
const scope = globalThis as unknown as WorkerScope;

// Reads what it is sent, and answers with what went wrong. It can be ended while a reader hangs.
scope.onmessage = async ({ data: { reader, input } }) => {
  scope.postMessage(await readInput(reader, input) ?? null);
};

// All modules are there.
scope.postMessage(null);

import { seededRandom } from "../random.ts";
import { archiveInput } from "./archive_inputs.ts";
import { configInput } from "./config_inputs.ts";
import { csvInput } from "./csv_inputs.ts";
import type { FuzzInput, Random } from "./inputs.ts";
import type { FuzzedReader } from "./read_input.ts";
import { excelInput, parquetInput } from "./table_inputs.ts";

/** How long to fuzz. */
export interface FuzzOptions {
  /** The first seed; every input has its own. */
  readonly seed: number;
  /** Stop after so many inputs. */
  readonly inputs?: number | undefined;
  /** Stop after so many milliseconds. */
  readonly time?: number | undefined;
}

const MAKERS: Readonly<Record<FuzzedReader, (random: Random) => FuzzInput | Promise<FuzzInput>>> = {
  config: configInput,
  csv: csvInput,
  archive: archiveInput,
  parquet: parquetInput,
  excel: excelInput,
};

// Longer than any reader takes for so little, also on a busy machine.
const HANGS_AFTER = 20_000;
const STARTS_WITHIN = 120_000;

/**
 * Give a reader one input after another. Resolves to how many there were.
 *
 * @throws {Error} At the first input with which something goes wrong, with its seed and text.
 */
export async function fuzz(
  reader: FuzzedReader,
  { seed, inputs = Infinity, time = Infinity }: FuzzOptions,
): Promise<number> {
  const worker = new Worker(new URL("./fuzz_worker.ts", import.meta.url), { type: "module" });
  try {
    // Loading its modules takes long on a busy machine.
    await answerOf(worker, STARTS_WITHIN);
    const end = performance.now() + time;
    let count = 0;
    for (; count < inputs && performance.now() < end; count++) {
      const own = (seed + count) >>> 0;
      const input = await MAKERS[reader](seededRandom(own));
      const problem = await ask(worker, reader, input);
      if (problem === null) continue;
      const text = JSON.stringify(new TextDecoder("latin1").decode(input.bytes));
      throw new Error(`${reader} input of seed ${own}: ${problem}\n${text}`);
    }
    return count;
  } finally {
    worker.terminate();
  }
}

async function ask(worker: Worker, reader: FuzzedReader, input: FuzzInput): Promise<string | null> {
  const answer = answerOf(worker, HANGS_AFTER);
  worker.postMessage({ reader, input });
  return await answer;
}

async function answerOf(worker: Worker, most: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const timer = setTimeout(() => resolve(`It hangs: no answer after ${most} ms`), most);
  worker.onmessage = (event: MessageEvent<string | null>) => resolve(event.data);
  worker.onerror = (event) => {
    event.preventDefault();
    resolve(`It ends the worker: ${event.message}`);
  };
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

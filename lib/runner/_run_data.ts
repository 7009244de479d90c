import type { Catalog } from "../catalog/catalog.ts";
import { baseName } from "../pipeline/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** A dataset during one run. Those that the catalog does not know live here and nowhere else. */
export interface Cell {
  /** Name of the dataset. */
  readonly name: string;
  /** Whether the value is held here; otherwise the catalog has it. */
  readonly isInMemory: boolean;
  /** Whether it outlives its last reader: free inputs and free outputs do. */
  readonly isKept: boolean;
  /** How often it is still to be loaded. */
  reads: number;
  /** Whether there is a value here. */
  isFilled: boolean;
  /** The value. */
  value: unknown;
}

/** The datasets of one run. */
export interface RunData {
  /** All of them by name. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Of the inputs of node `i`, in order: `inputs[i]`. */
  readonly inputs: readonly (readonly Cell[])[];
  /** Of the outputs of node `i`, in order: `outputs[i]`. */
  readonly outputs: readonly (readonly Cell[])[];
}

/** Lay out the datasets of a run. */
export function createRunData(pipeline: Pipeline, catalog: Catalog): RunData {
  const { producer, consumers } = pipeline.graph;
  const cells = new Map<string, Cell>();
  const cellOf = (name: string): Cell => cells.get(name) ?? addCell(name);
  const addCell = (name: string): Cell => {
    const base = baseName(name);
    const isInMemory = !catalog.has(name);
    // All formats of a dataset that is only in memory share one value.
    const shared = isInMemory && base !== name ? cellOf(base) : undefined;
    const isKept = !producer.has(base) || !consumers.has(base);
    const cell = shared ?? { name, isInMemory, isKept, reads: 0, isFilled: false, value: undefined };
    cells.set(name, cell);
    return cell;
  };
  const outputs = pipeline.nodes.map((node) => node.outputs.map(cellOf));
  const inputs = pipeline.nodes.map((node) => node.inputs.map(cellOf));
  for (const list of inputs) {
    for (const cell of list) cell.reads++;
  }
  return { cells, inputs, outputs };
}

/** Values of the free outputs that are in memory, by name. */
export function memoryOutputs(pipeline: Pipeline, { outputs }: RunData): Readonly<Record<string, unknown>> {
  const values: [string, unknown][] = [];
  for (let i = 0; i < outputs.length; i++) {
    for (let k = 0; k < outputs[i]!.length; k++) {
      const { isKept, isFilled, value } = outputs[i]![k]!;
      if (isKept && isFilled) values.push([pipeline.nodes[i]!.outputs[k]!, value]);
    }
  }
  return Object.fromEntries(values);
}

/** What can be let go now that node `i` is done, in the order of its inputs and outputs. */
export function takeReleased(data: RunData, i: number): readonly Cell[] {
  let released: Cell[] | undefined;
  for (const cell of data.inputs[i]!) {
    if (--cell.reads === 0 && !cell.isKept) (released ??= []).push(cell);
  }
  for (const cell of data.outputs[i]!) {
    if (cell.reads === 0 && !cell.isKept) (released ??= []).push(cell);
  }
  return released ?? NONE;
}

const NONE: readonly Cell[] = [];

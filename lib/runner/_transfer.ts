import { fitValue } from "../catalog/schemas.ts";
import { DatasetError } from "../core/errors.ts";
import type { Node } from "../pipeline/node.ts";
import { type Cell, takeReleased } from "./_run_data.ts";
import type { RunState } from "./_run_node.ts";

// Most pipelines are small, but a node must cost next to nothing in large ones too. So nothing here waits, or makes an event,
// without need.

/** Load the inputs of node `i`, in order. */
export async function loadInputs(state: RunState, node: Node, i: number): Promise<readonly unknown[]> {
  const { hooks, catalog, signal } = state;
  const cells = state.data.inputs[i]!;
  const values = new Array<unknown>(cells.length);
  for (let k = 0; k < cells.length; k++) {
    const cell = cells[k]!;
    const datasetName = node.inputs[k]!;
    signal?.throwIfAborted();
    if (hooks.hears.beforeDatasetLoaded) {
      const pending = hooks.emit("beforeDatasetLoaded", { datasetName, node });
      if (pending !== undefined) await pending;
    }
    const data = cell.isInMemory ? valueOf(cell) : await catalog.load(datasetName, { signal });
    values[k] = data;
    if (hooks.hears.afterDatasetLoaded) {
      const pending = hooks.emit("afterDatasetLoaded", { datasetName, node, data });
      if (pending !== undefined) await pending;
    }
  }
  return values;
}

/** Save the outputs of node `i`, in order; those without a value are not in this piece. */
export async function saveOutputs(
  state: RunState,
  node: Node,
  i: number,
  values: readonly unknown[],
): Promise<void> {
  const { hooks, catalog, signal } = state;
  const cells = state.data.outputs[i]!;
  for (let k = 0; k < cells.length; k++) {
    const cell = cells[k]!;
    const datasetName = node.outputs[k]!;
    const data = values[k];
    if (data === undefined) continue;
    signal?.throwIfAborted();
    if (hooks.hears.beforeDatasetSaved) {
      const pending = hooks.emit("beforeDatasetSaved", { datasetName, node, data });
      if (pending !== undefined) await pending;
    }
    if (cell.isInMemory) {
      const schema = catalog.schemaOf(datasetName);
      const attempt = { verb: "save", name: datasetName };
      fill(cell, schema === undefined ? data : await fitValue(schema, data, attempt));
    } else await catalog.save(datasetName, data, { signal });
    if (hooks.hears.afterDatasetSaved) {
      const pending = hooks.emit("afterDatasetSaved", { datasetName, node, data });
      if (pending !== undefined) await pending;
    }
  }
}

/** Let go of what no node needs after node `i`. */
export async function releaseUnneeded(
  { hooks, catalog, data }: RunState,
  node: Node,
  i: number,
): Promise<void> {
  for (const cell of takeReleased(data, i)) {
    if (cell.isInMemory) empty(cell);
    else catalog.release(cell.name);
    if (hooks.hears.afterDatasetReleased) {
      await hooks.emit("afterDatasetReleased", { datasetName: cell.name, node });
    }
  }
}

function fill(cell: Cell, value: unknown): void {
  cell.value = value;
  cell.isFilled = true;
}

function empty(cell: Cell): void {
  cell.value = undefined;
  cell.isFilled = false;
}

// A node that made nothing of it, as a generator may, is the one way to get here without a value.
function valueOf(cell: Cell): unknown {
  if (cell.isFilled) return cell.value;
  throw new DatasetError(`Cannot load dataset "${cell.name}": the node that makes it has not saved it`, {
    dataset: cell.name,
  });
}

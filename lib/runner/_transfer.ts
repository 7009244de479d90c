import { DatasetError } from "../core/errors.ts";
import type { Node } from "../pipeline/node.ts";
import type { Cell } from "./_run_data.ts";
import type { RunState } from "./_run_node.ts";

/** Load one input of a node. */
export async function loadValue(
  state: RunState,
  node: Node,
  datasetName: string,
  cell: Cell,
): Promise<unknown> {
  const { hooks, catalog, signal } = state;
  signal?.throwIfAborted();
  if (hooks.hears("beforeDatasetLoaded")) await hooks.emit("beforeDatasetLoaded", { datasetName, node });
  const data = cell.isInMemory ? valueOf(cell) : await catalog.load(datasetName, { signal });
  if (hooks.hears("afterDatasetLoaded")) await hooks.emit("afterDatasetLoaded", { datasetName, node, data });
  return data;
}

/** Save one output of a node. */
export async function saveValue(
  state: RunState,
  node: Node,
  datasetName: string,
  cell: Cell,
  data: unknown,
): Promise<void> {
  const { hooks, catalog, signal } = state;
  signal?.throwIfAborted();
  if (hooks.hears("beforeDatasetSaved")) await hooks.emit("beforeDatasetSaved", { datasetName, node, data });
  if (cell.isInMemory) {
    cell.value = data;
    cell.isFilled = true;
  } else {
    await catalog.save(datasetName, data, { signal });
  }
  if (hooks.hears("afterDatasetSaved")) await hooks.emit("afterDatasetSaved", { datasetName, node, data });
}

/** Let go of a dataset after the last node that needed it. */
export async function release({ hooks, catalog }: RunState, node: Node, cell: Cell): Promise<void> {
  if (cell.isInMemory) {
    cell.value = undefined;
    cell.isFilled = false;
  } else {
    catalog.release(cell.name);
  }
  const { name: datasetName } = cell;
  if (hooks.hears("afterDatasetReleased")) await hooks.emit("afterDatasetReleased", { datasetName, node });
}

// A node that made nothing of it, as a generator may, is the one way to get here without a value.
function valueOf(cell: Cell): unknown {
  if (cell.isFilled) return cell.value;
  throw new DatasetError(`Cannot load dataset "${cell.name}": the node that makes it has not saved it`, {
    dataset: cell.name,
  });
}

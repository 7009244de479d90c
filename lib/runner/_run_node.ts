import type { Catalog } from "../catalog/catalog.ts";
import { NodeError } from "../core/errors.ts";
import type { Dispatcher } from "../hooks/dispatcher.ts";
import type { NodeEvent } from "../hooks/hooks.ts";
import type { Node } from "../pipeline/node.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { loadValue, release, saveValue } from "./_transfer.ts";
import { callFunction, closePieces, nextPiece, type Product } from "./_call_function.ts";
import { type RunData, takeReleased } from "./_run_data.ts";

/** What the nodes of one run share. */
export interface RunState {
  /** What runs. */
  readonly pipeline: Pipeline;
  /** Where datasets come from. */
  readonly catalog: Catalog;
  /** Who wants to know. */
  readonly hooks: Dispatcher;
  /** The datasets of the run. */
  readonly data: RunData;
  /** Id of the run. */
  readonly runId: string;
  /** Stops the run. */
  readonly signal: AbortSignal | undefined;
  /** What hooks threw when they were told of a failure. */
  readonly hookErrors: unknown[];
}

/** Load the inputs of node `i`, call its function, save its outputs, confirm, and release what nobody needs any more. */
export async function runNode(state: RunState, i: number): Promise<void> {
  const { hooks, catalog, data, signal } = state;
  const node = state.pipeline.nodes[i]!;
  const loaded = await loadInputs(state, node, i);
  const event = nodeEvent(state, node, loaded);
  const replaced = hooks.hears("beforeNodeRun") ? await hooks.beforeNodeRun(event) : undefined;
  signal?.throwIfAborted();
  const given = replaced === undefined ? event : { ...event, inputs: { ...event.inputs, ...replaced } };
  const product = await guarded(state, given, () => callFunction(node, loaded, replaced));
  try {
    if (hooks.hears("afterNodeRun")) {
      await hooks.emit("afterNodeRun", { ...given, outputs: outputsOf(node, product) });
    }
    await saveProduct(state, node, i, product, given);
  } catch (error) {
    await closePieces(product.pieces);
    throw error;
  }
  for (const name of node.confirms) await catalog.confirm(name);
  for (const cell of takeReleased(data, i)) await release(state, node, cell);
}

async function loadInputs(state: RunState, node: Node, i: number): Promise<readonly unknown[]> {
  const cells = state.data.inputs[i]!;
  const values = new Array<unknown>(cells.length);
  for (let k = 0; k < cells.length; k++) {
    values[k] = await loadValue(state, node, node.inputs[k]!, cells[k]!);
  }
  return values;
}

async function saveProduct(
  state: RunState,
  node: Node,
  i: number,
  product: Product,
  event: NodeEvent,
): Promise<void> {
  const cells = state.data.outputs[i]!;
  let { values } = product;
  while (values !== undefined) {
    for (let k = 0; k < cells.length; k++) {
      await saveValue(state, node, node.outputs[k]!, cells[k]!, values[k]);
    }
    const { pieces } = product;
    if (pieces === undefined) return;
    values = await guarded(state, event, () => nextPiece(node, pieces));
  }
}

// What the function throws reaches `onNodeError` as it is, and the caller with the name of the node.
async function guarded<T>(state: RunState, event: NodeEvent, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    state.hookErrors.push(...await state.hooks.emitError("onNodeError", { ...event, error }));
    const { name, inputs } = event.node;
    const reason = error instanceof Error ? error.message : String(error);
    throw new NodeError(`Node "${name}" failed: ${reason}`, { node: name, inputs }, { cause: error });
  }
}

const NO_INPUTS: NodeEvent["inputs"] = Object.freeze({});

// The inputs by name are only made when somebody looks at them.
function nodeEvent({ hooks, catalog, runId }: RunState, node: Node, values: readonly unknown[]): NodeEvent {
  const isHeard = hooks.hears("beforeNodeRun") || hooks.hears("afterNodeRun") || hooks.hears("onNodeError");
  return { node, catalog, runId, inputs: isHeard ? byName(node.inputs, values) : NO_INPUTS };
}

function outputsOf(node: Node, { values, pieces }: Product): Readonly<Record<string, unknown>> {
  return values === undefined || pieces !== undefined ? {} : byName(node.outputs, values);
}

function byName(names: readonly string[], values: readonly unknown[]): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = {};
  for (let k = 0; k < names.length; k++) record[names[k]!] = values[k];
  return record;
}

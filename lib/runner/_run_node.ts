import type { Catalog } from "../catalog/catalog.ts";
import { reasonOf } from "../core/describe_value.ts";
import { NodeError } from "../core/errors.ts";
import type { Dispatcher } from "../hooks/dispatcher.ts";
import type { NodeEvent } from "../hooks/hooks.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { requireAll } from "./_bind.ts";
import { callFunction, closePieces, nextPiece, type Piece, type Product } from "./_call_function.ts";
import { afterNodeEvent, nodeEvent } from "./_node_events.ts";
import type { RunData } from "./_run_data.ts";
import { afterStop } from "./current_signal.ts";
import { loadInputs, releaseUnneeded, saveOutputs } from "./_transfer.ts";

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
  const { hooks, catalog, signal } = state;
  const node = state.pipeline.nodes[i]!;
  const loaded = await loadInputs(state, node, i);
  const before = nodeEvent(state, node, loaded);
  const answer = hooks.hears.beforeNodeRun ? hooks.beforeNodeRun(before) : undefined;
  const replaced = answer instanceof Promise ? await answer : answer;
  signal?.throwIfAborted();
  const event = replaced === undefined ? before : nodeEvent(state, node, loaded, replaced);
  const product = await callFunction(node, loaded, replaced).catch((error) => fail(state, event, error));
  try {
    if (hooks.hears.afterNodeRun) {
      const pending = hooks.emit("afterNodeRun", afterNodeEvent(event, product));
      if (pending !== undefined) await pending;
    }
    await saveProduct(state, i, event, product);
  } catch (error) {
    await closePieces(product.pieces);
    throw error;
  }
  for (const name of node.confirms) await catalog.confirm(name);
  if (hooks.hears.afterNodeDone) await hooks.emit("afterNodeDone", event);
  await releaseUnneeded(state, node, i);
}

async function saveProduct(
  state: RunState,
  i: number,
  event: NodeEvent,
  { pieces, ...first }: Product,
): Promise<void> {
  const { node } = event;
  if (pieces === undefined) return await saveOutputs(state, node, i, first.values ?? []);
  const missing = new Set(node.outputs);
  for (
    let piece: Piece = first;;
    piece = await nextPiece(node, pieces).catch((error) => fail(state, event, error))
  ) {
    const { values, isLast } = piece;
    if (values !== undefined) await saveOutputs(state, node, i, values);
    values?.forEach((value, k) => value !== undefined && missing.delete(node.outputs[k]!));
    if (isLast) break;
  }
  try {
    requireAll(missing);
  } catch (error) {
    await fail(state, event, error);
  }
}

// What the function threw reaches `onNodeError` as it is, and the caller with the name of the node.
async function fail({ hooks, hookErrors }: RunState, event: NodeEvent, error: unknown): Promise<never> {
  hookErrors.push(...await afterStop(() => hooks.emitError("onNodeError", { ...event, error })));
  const { name, inputs } = event.node;
  throw new NodeError(`Node "${name}" failed: ${reasonOf(error)}`, { node: name, inputs }, { cause: error });
}

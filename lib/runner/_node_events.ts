import type { HookEvent } from "../hooks/dispatcher.ts";
import type { NodeEvent } from "../hooks/hooks.ts";
import type { Node } from "../pipeline/node.ts";
import type { Product } from "./_call_function.ts";
import type { RunState } from "./_run_node.ts";

// Events are made for every node, and most hooks look at neither inputs nor outputs: so these are made when looked at.

/** The event before a node runs, of its loaded inputs; or with some of them replaced. */
export function nodeEvent(
  { catalog, runId }: RunState,
  node: Node,
  loaded: readonly unknown[],
  replaced?: Readonly<Record<string, unknown>>,
): NodeEvent {
  let inputs: NodeEvent["inputs"] | undefined;
  return {
    node,
    catalog,
    runId,
    get inputs() {
      return inputs ??= { ...byName(node.inputs, loaded), ...replaced };
    },
  };
}

/** The event after a node ran. */
export function afterNodeEvent(event: NodeEvent, { values, pieces }: Product): HookEvent<"afterNodeRun"> {
  const { node, catalog, runId } = event;
  let outputs: NodeEvent["inputs"] | undefined;
  return {
    node,
    catalog,
    runId,
    get inputs() {
      return event.inputs;
    },
    get outputs() {
      return outputs ??= values === undefined || pieces !== undefined ? {} : byName(node.outputs, values);
    },
  };
}

function byName(names: readonly string[], values: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name, k) => [name, values[k]]));
}

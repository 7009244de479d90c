import type { Issue } from "../core/issue.ts";
import { findCycles } from "./_cycles.ts";
import { baseName, compareNames } from "./names.ts";
import type { Node } from "./node.ts";
import type { PipelineGraph } from "./pipeline.ts";

/** Nodes in order and their graph. */
export interface Arranged {
  /** Level by level, by name inside a level. */
  readonly nodes: readonly Node[];
  /** Indices into `nodes`. */
  readonly graph: PipelineGraph;
}

/** Put nodes in an order in which they can run. Nodes on cycles or behind them come last. */
export function arrangeNodes(
  nodes: readonly Node[],
): { readonly arranged: Arranged; readonly cycles: readonly Issue[] } {
  const given = linkNodes(nodes);
  const order = orderByLevel(nodes, given);
  if (order.length === nodes.length) {
    return { arranged: { nodes: order.map((i) => nodes[i]!), graph: renumber(given, order) }, cycles: [] };
  }
  return { arranged: { nodes, graph: given }, cycles: findCycles(nodes, given) };
}

function linkNodes(nodes: readonly Node[]): PipelineGraph {
  const producer = new Map<string, number>();
  for (let i = 0; i < nodes.length; i++) {
    for (const name of nodes[i]!.outputs) producer.set(baseName(name), i);
  }
  const consumers = new Map<string, number[]>();
  const parents = nodes.map((): number[] => []);
  const children = nodes.map((): number[] => []);
  for (let i = 0; i < nodes.length; i++) {
    for (const name of nodes[i]!.inputs) {
      const base = baseName(name);
      const readers = consumers.get(base);
      if (readers === undefined) consumers.set(base, [i]);
      else if (readers.at(-1) !== i) readers.push(i);
      const parent = producer.get(base);
      // A node has few inputs, so a search in its own list is the quickest way to keep parents apart.
      if (parent === undefined || parents[i]!.includes(parent)) continue;
      parents[i]!.push(parent);
      children[parent]!.push(i);
    }
  }
  return { parents, children, producer, consumers };
}

// A level holds the nodes whose parents all lie in levels before it.
function orderByLevel(nodes: readonly Node[], graph: PipelineGraph): number[] {
  const waiting = graph.parents.map((parents) => parents.length);
  const order: number[] = [];
  let level = [...nodes.keys()].filter((i) => waiting[i] === 0);
  while (level.length > 0) {
    level.sort((a, b) => compareNames(nodes[a]!.name, nodes[b]!.name));
    const next: number[] = [];
    for (const i of level) {
      order.push(i);
      for (const child of graph.children[i]!) {
        if (--waiting[child]! === 0) next.push(child);
      }
    }
    level = next;
  }
  return order;
}

function renumber(graph: PipelineGraph, order: readonly number[]): PipelineGraph {
  const places = new Array<number>(order.length);
  order.forEach((old, place) => places[old] = place);
  const move = (list: readonly number[]) => list.map((old) => places[old]!).sort((a, b) => a - b);
  return {
    parents: order.map((old) => move(graph.parents[old]!)),
    children: order.map((old) => move(graph.children[old]!)),
    producer: new Map(Array.from(graph.producer, ([name, old]) => [name, places[old]!])),
    consumers: new Map(Array.from(graph.consumers, ([name, list]) => [name, move(list)])),
  };
}

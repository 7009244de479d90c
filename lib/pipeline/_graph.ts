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

interface Links extends PipelineGraph {
  readonly parents: number[][];
  readonly children: number[][];
  readonly producer: Map<string, number>;
  readonly consumers: Map<string, number[]>;
}

function linkNodes(nodes: readonly Node[]): Links {
  const producer = new Map<string, number>();
  for (let i = 0; i < nodes.length; i++) {
    for (const name of nodes[i]!.outputs) producer.set(baseName(name), i);
  }
  const consumers = new Map<string, number[]>();
  const parents = nodes.map((): number[] => []);
  const children = nodes.map((): number[] => []);
  // The last node that was linked to each node, so that a node that makes several inputs of another counts once.
  const linked = new Int32Array(nodes.length).fill(-1);
  for (let i = 0; i < nodes.length; i++) {
    for (const name of nodes[i]!.inputs) {
      const base = baseName(name);
      const readers = consumers.get(base);
      if (readers === undefined) consumers.set(base, [i]);
      else if (readers[readers.length - 1] !== i) readers.push(i);
      const parent = producer.get(base);
      if (parent === undefined || linked[parent] === i) continue;
      linked[parent] = i;
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
  let level: number[] = [];
  for (let i = 0; i < nodes.length; i++) {
    if (waiting[i] === 0) level.push(i);
  }
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

// In place, as nobody else has seen the links yet.
function renumber(links: Links, order: readonly number[]): PipelineGraph {
  const places = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) places[order[place]!] = place;
  const move = (list: number[]): number[] => {
    for (let k = 0; k < list.length; k++) list[k] = places[list[k]!]!;
    return list.length > 1 ? list.sort((a, b) => a - b) : list;
  };
  for (const [name, i] of links.producer) links.producer.set(name, places[i]!);
  for (const list of links.consumers.values()) move(list);
  return {
    parents: order.map((i) => move(links.parents[i]!)),
    children: order.map((i) => move(links.children[i]!)),
    producer: links.producer,
    consumers: links.consumers,
  };
}

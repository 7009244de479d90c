import { PipelineError } from "../core/errors.ts";
import { describeIssues, type Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import { datasetNames } from "./datasets.ts";
import type { PipelineFilter } from "./filter.ts";
import { baseName, isWithin } from "./names.ts";
import { type Pipeline, pipelineOf } from "./pipeline.ts";

/** Conditions on nodes: those of a {@linkcode PipelineFilter}, and two on what a node itself reads and makes. */
export interface NodeSelection extends PipelineFilter {
  /** Nodes that read any of these datasets. */
  readonly withInputs?: readonly string[] | undefined;
  /** Nodes that make any of these datasets. */
  readonly withOutputs?: readonly string[] | undefined;
}

/**
 * The nodes that meet every given condition, each applied to the whole pipeline. An empty list keeps nothing, and the
 * result may be empty. A dataset name without a format stands for all its formats (`companies` for `companies@csv`).
 *
 * @throws {PipelineError} When names of nodes, datasets or namespaces are unknown; tags may be.
 *
 * @example The nodes that read a dataset
 * ```ts
 * import assert from "node:assert/strict";
 * import { node, pipeline, selectNodes } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const increase = (value: number) => value + 1;
 * const all = pipeline([
 *   node({ name: "one", inputs: "a", outputs: "b", run: increase }),
 *   node({ name: "two", inputs: "b", outputs: "c", run: increase }),
 * ]);
 *
 * assert.deepEqual(selectNodes(all, { withInputs: ["b"] }).nodes.map((node) => node.name), ["two"]);
 * ```
 */
export function selectNodes(pipeline: Pipeline, selection: NodeSelection): Pipeline {
  const finder = new Finder(pipeline);
  const kept = [
    selection.tags && finder.tagged(selection.tags),
    selection.fromNodes && finder.reach(finder.named(selection.fromNodes), pipeline.graph.children),
    selection.toNodes && finder.reach(finder.named(selection.toNodes), pipeline.graph.parents),
    selection.nodeNames && finder.named(selection.nodeNames),
    selection.fromInputs && finder.reach(finder.readers(selection.fromInputs), pipeline.graph.children),
    selection.toOutputs && finder.reach(finder.makers(selection.toOutputs), pipeline.graph.parents),
    selection.nodeNamespaces && finder.inNamespaces(selection.nodeNamespaces),
    selection.withInputs && finder.readers(selection.withInputs),
    selection.withOutputs && finder.makers(selection.withOutputs),
  ].filter((set) => set !== undefined);
  if (finder.issues.length > 0) {
    throw new PipelineError(describeIssues("Cannot select nodes", finder.issues), { issues: finder.issues });
  }
  if (kept.length === 0) return pipeline;
  return pipelineOf(pipeline.nodes.filter((_, i) => kept.every((set) => set.has(i))));
}

/** Finds nodes by index, and collects every name that it does not find. */
class Finder {
  readonly issues: Issue[] = [];
  readonly #pipeline: Pipeline;
  #datasets: ReadonlySet<string> | undefined;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  tagged(tags: readonly string[]): Set<number> {
    return this.#where((i) => this.#pipeline.nodes[i]!.tags.some((tag) => tags.includes(tag)));
  }

  inNamespaces(namespaces: readonly string[]): Set<number> {
    const known = this.#pipeline.nodes.map((node) => node.namespace);
    for (const namespace of new Set(namespaces)) {
      if (known.some((name) => isWithin(name, namespace))) continue;
      const names = known.filter((name) => name !== undefined);
      this.#report("namespace", `No node is in the namespace "${namespace}"`, suggest(namespace, names));
    }
    return this.#where((i) => namespaces.some((namespace) => isWithin(known[i], namespace)));
  }

  named(names: readonly string[]): Set<number> {
    const { nodes } = this.#pipeline;
    const wanted = new Set(names);
    const found = this.#where((i) => wanted.has(nodes[i]!.name));
    if (found.size < wanted.size) {
      const known = nodes.map((node) => node.name);
      for (const i of found) wanted.delete(nodes[i]!.name);
      for (const name of wanted) this.#reportNode(name, known);
    }
    return found;
  }

  readers(names: readonly string[]): Set<number> {
    const found = new Set<number>();
    for (const name of this.#known(names)) {
      for (const i of this.#pipeline.graph.consumers.get(baseName(name)) ?? []) {
        if (matches(this.#pipeline.nodes[i]!.inputs, name)) found.add(i);
      }
    }
    return found;
  }

  makers(names: readonly string[]): Set<number> {
    const found = new Set<number>();
    for (const name of this.#known(names)) {
      const i = this.#pipeline.graph.producer.get(baseName(name));
      if (i !== undefined && matches(this.#pipeline.nodes[i]!.outputs, name)) found.add(i);
    }
    return found;
  }

  /** The nodes given, and all that `next` leads to. */
  reach(start: Set<number>, next: readonly (readonly number[])[]): Set<number> {
    // A set grows while it is walked through.
    for (const i of start) {
      for (const other of next[i]!) start.add(other);
    }
    return start;
  }

  #known(names: readonly string[]): readonly string[] {
    const { producer, consumers } = this.#pipeline.graph;
    return names.filter((name) => {
      const base = baseName(name);
      const isKnown = producer.has(base) || consumers.has(base);
      const isExact = name === base || this.#names().has(name);
      if (isKnown && isExact) return true;
      this.#report("dataset", `No node reads or makes "${name}"`, suggest(name, this.#names()));
      return false;
    });
  }

  #names(): ReadonlySet<string> {
    return this.#datasets ??= new Set(datasetNames(this.#pipeline));
  }

  #where(test: (i: number) => boolean): Set<number> {
    const found = new Set<number>();
    for (let i = 0; i < this.#pipeline.nodes.length; i++) {
      if (test(i)) found.add(i);
    }
    return found;
  }

  #reportNode(name: string, known: readonly string[]): void {
    const inside = known.filter((other) => other.endsWith(`.${name}`));
    if (inside.length > 1) {
      const list = inside.map((other) => `"${other}"`).join(", ");
      return this.#report("node", `No node is named "${name}": found ${list}`);
    }
    this.#report("node", `No node is named "${name}"`, inside[0] ?? suggest(name, known));
  }

  #report(what: string, message: string, suggestion?: string): void {
    this.issues.push({ code: `pipeline.unknown_${what}`, message, suggestion });
  }
}

function matches(names: readonly string[], wanted: string): boolean {
  return baseName(wanted) !== wanted ? names.includes(wanted) : true;
}

import { baseName, isParameterName } from "./names.ts";
import type { Pipeline } from "./pipeline.ts";

/** What a drawing shows. */
export interface DrawMermaidOptions {
  /** What became of nodes, as in the result of a run; marks them. */
  readonly results?: readonly { readonly name: string; readonly status: string }[] | undefined;
  /**
   * Show datasets between the nodes; parameters are left out.
   *
   * @default {true, unless that makes more lines than a Mermaid drawing may have}
   */
  readonly datasets?: boolean | undefined;
}

/** Mermaid draws no more lines than this, unless its page says so. */
const MAX_EDGES = 500;

/** What stands before a node that ended in some way, and its colour: the sign alone says it, too. */
const MARKS: Readonly<Record<string, readonly [sign: string, colour: string]>> = {
  done: ["✓", "#2da44e"],
  failed: ["✗", "#cf222e"],
  stopped: ["■", "#bf8700"],
  skipped: ["↷", "#8c959f"],
  not_run: ["·", "#8c959f"],
};

/**
 * Draw a pipeline as a Mermaid flowchart, which GitHub, GitLab and many editors show: nodes as boxes, datasets as
 * cylinders.
 *
 * @example A pipeline of one node
 * ```ts
 * import assert from "node:assert/strict";
 * import { drawMermaid, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const clean = node({ name: "clean", inputs: "raw", outputs: "rows", run: (raw: string) => raw.split("\n") });
 *
 * assert.equal(
 *   drawMermaid(pipeline(clean)),
 *   [
 *     "flowchart LR",
 *     '  n0["clean"]',
 *     '  d0[("raw")]',
 *     '  d1[("rows")]',
 *     "  d0 --> n0",
 *     "  n0 --> d1",
 *   ].join("\n"),
 * );
 * ```
 */
export function drawMermaid(pipeline: Pipeline, options: DrawMermaidOptions = {}): string {
  const { results = [], datasets } = options;
  const statuses = new Map(results.map(({ name, status }) => [name, status]));
  const full = flowOf(pipeline);
  const flow = datasets ?? full.edges.length <= MAX_EDGES
    ? full
    : { shapes: [], edges: directEdges(pipeline) };
  return [
    "flowchart LR",
    ...pipeline.nodes.map(({ name }, i) => `  n${i}["${markOf(statuses.get(name))}${escapeLabel(name)}"]`),
    ...flow.shapes,
    ...flow.edges,
    ...pipeline.nodes.flatMap(({ name }, i) => colourOf(statuses.get(name), i)),
  ].join("\n");
}

interface Flow {
  readonly shapes: readonly string[];
  readonly edges: readonly string[];
}

function flowOf({ nodes }: Pipeline): Flow {
  const ids = new Map<string, string>();
  const edges: string[] = [];
  const idOf = (name: string): string => {
    const base = baseName(name);
    const id = ids.get(base) ?? `d${ids.size}`;
    ids.set(base, id);
    return id;
  };
  for (const [i, { inputs, outputs }] of nodes.entries()) {
    for (const id of new Set(inputs.filter((name) => !isParameterName(name)).map(idOf))) {
      edges.push(`  ${id} --> n${i}`);
    }
    for (const id of outputs.map(idOf)) edges.push(`  n${i} --> ${id}`);
  }
  return { shapes: Array.from(ids, ([name, id]) => `  ${id}[("${escapeLabel(name)}")]`), edges };
}

function directEdges({ graph }: Pipeline): readonly string[] {
  return graph.parents.flatMap((parents, i) => parents.map((parent) => `  n${parent} --> n${i}`));
}

function markOf(status: string | undefined): string {
  const mark = status === undefined ? undefined : MARKS[status];
  return mark === undefined ? "" : `${mark[0]} `;
}

function colourOf(status: string | undefined, i: number): readonly string[] {
  const mark = status === undefined ? undefined : MARKS[status];
  return mark === undefined ? [] : [`  style n${i} stroke:${mark[1]},stroke-width:2px`];
}

// Mermaid reads markup, icons, entities and lists in labels. All that is no letter is written as a number, but for the
// points and dashes inside of words, which mean nothing to it.
function escapeLabel(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{N}])[._-]|[._-](?![\p{L}\p{N}])|[^\p{L}\p{N}._-]/gu,
    (found) => `#${found.codePointAt(0)};`,
  );
}

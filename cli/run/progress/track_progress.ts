import type { Hooks, MetricPoint, Node, NodeResult } from "../../../mod.ts";
import { printable } from "../../format/text.ts";
import { textWidth } from "../../format/text_width.ts";
import { describeShape, type Shape } from "./shape.ts";
import type { NodeView, RunView } from "./run_view.ts";

/** Something that a progress display may want to show. */
export type ProgressEvent =
  | { readonly kind: "run_started" }
  | { readonly kind: "node_started" | "node_ended" | "metrics"; readonly node: NodeView };

/** Follows a run through its hooks. */
export interface ProgressTracker {
  /** What is known, kept up to date. */
  readonly view: RunView;
  /** Give them to the run. */
  readonly hooks: Hooks;
  /** Give it to the run. */
  onMetrics(node: string | undefined, points: readonly MetricPoint[]): void;
  /** The run is over: what the hooks did not tell of its nodes. */
  settle(nodes: readonly NodeResult[]): void;
}

/** Values kept of a metric; when there are more, every other one goes. */
const HISTORY = 128;

/** How to follow a run. */
export interface TrackProgressOptions {
  /** Milliseconds since 1970. */
  now(): number;
  /** Told what changed in the view. */
  onEvent(event: ProgressEvent): void;
  /** Whether a value is not to be shown, by the keys down to it. @default {none is hidden} */
  readonly isHidden?: ((path: readonly string[]) => boolean) | undefined;
  /** Hides secrets in a text. @default {there are none} */
  readonly mask?: ((text: string) => string) | undefined;
}

/** Follow a run. */
export function trackProgress(
  { now, onEvent, isHidden = () => false, mask }: TrackProgressOptions,
): ProgressTracker {
  const view: RunView = { runName: undefined, started: now(), nodes: new Map(), nameWidth: 0, done: 0 };

  const viewOf = (node: Node): NodeView => {
    const found = view.nodes.get(node.name) ?? createNodeView(node);
    view.nodes.set(node.name, found);
    return found;
  };
  const start = (node: Node): NodeView => {
    const found = viewOf(node);
    if (found.state === "waiting") {
      found.state = "running";
      found.started = now();
      onEvent({ kind: "node_started", node: found });
    }
    return found;
  };
  const end = (node: NodeView, state: "done" | "failed", duration = now() - node.started) => {
    if (node.state !== "running") return;
    node.state = state;
    node.duration = duration;
    if (state === "done") view.done++;
    onEvent({ kind: "node_ended", node });
  };

  const hooks: Hooks = {
    name: "progress",
    beforePipelineRun({ runParams, pipeline }) {
      view.runName = runParams.runName;
      view.started = now();
      for (const node of pipeline.nodes) {
        viewOf(node);
        view.nameWidth = Math.max(view.nameWidth, textWidth(printable(node.name)));
      }
      onEvent({ kind: "run_started" });
    },
    beforeDatasetLoaded: ({ node }) => void start(node),
    afterDatasetLoaded({ node, datasetName, data }) {
      viewOf(node).inputs.set(
        datasetName,
        describeShape(data, { isHidden, mask, path: pathOf(datasetName) }),
      );
    },
    beforeNodeRun: ({ node }) => void start(node),
    afterDatasetSaved({ node, datasetName, data }) {
      const { outputs } = viewOf(node);
      // A node that gives its output in pieces saves again and again.
      outputs.set(
        datasetName,
        addShape(outputs.get(datasetName), describeShape(data, { isHidden, mask, path: [] })),
      );
    },
    afterNodeDone: ({ node }) => end(viewOf(node), "done"),
    onNodeError: ({ node }) => end(viewOf(node), "failed"),
  };

  return {
    view,
    hooks,
    settle(nodes) {
      for (const { name, status, duration } of nodes) {
        const node = view.nodes.get(name);
        if (node !== undefined && (status === "done" || status === "failed")) end(node, status, duration);
      }
    },
    onMetrics(nodeName, points) {
      const node = nodeName === undefined ? undefined : view.nodes.get(nodeName);
      if (node === undefined) return;
      for (const point of points) addPoint(node, point);
      onEvent({ kind: "metrics", node });
    },
  };
}

// Keys down to a parameter. Other datasets are not hidden for their names.
function pathOf(datasetName: string): readonly string[] {
  return /^params:(.+)$/.exec(datasetName)?.[1]?.split(".") ?? [];
}

function createNodeView({ name, outputs }: Node): NodeView {
  return {
    name,
    outputNames: outputs,
    state: "waiting",
    started: 0,
    duration: 0,
    inputs: new Map(),
    outputs: new Map(),
    metrics: new Map(),
  };
}

function addPoint(node: NodeView, { key, value, step }: MetricPoint): void {
  const metric = node.metrics.get(key) ?? { value, step, history: [] };
  metric.history.push(value);
  if (metric.history.length > HISTORY) metric.history = metric.history.filter((_, index) => index % 2 === 1);
  metric.value = value;
  metric.step = step;
  node.metrics.delete(key); // so that the newest stands last
  node.metrics.set(key, metric);
}

function addShape(before: Shape | undefined, shape: Shape): Shape {
  if (before?.rows === undefined || shape.rows === undefined) return shape;
  const rows = before.rows + shape.rows;
  return { rows, text: `${rows} rows` };
}

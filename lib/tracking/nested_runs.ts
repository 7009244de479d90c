import type { Hooks } from "../hooks/hooks.ts";
import type { Node } from "../pipeline/node.ts";
import type { ActiveRun, EndStatus } from "./active_run.ts";
import type { NodeRecord } from "./run_records.ts";

/** The runs inside a run, one for each group of its nodes. */
export interface NestedRuns {
  /** The run of a node; begun with the first node of its group. */
  open(node: Node): Promise<ActiveRun>;
  /** The run of a node that is open. */
  runOf(node: Node): ActiveRun;
  /** Record what became of a node, in the run around and in its own. */
  recordNode(record: NodeRecord): void;
  /** Hooks that end each run with the last node of its group. */
  readonly hooks: Hooks;
  /** End what is still open, as the run around ends. */
  end(status: EndStatus, error?: unknown): Promise<void>;
}

/** How runs nest. */
export interface NestRunsOptions {
  /** The group of a node; `undefined` for nodes of the run around. */
  readonly groupOf: (node: Node) => string | undefined;
  /** Start the run of a group. */
  readonly start: (group: string) => Promise<ActiveRun>;
  /** The nodes that run. */
  readonly nodes: readonly Node[];
}

interface Child {
  readonly opened: Promise<ActiveRun>;
  run: ActiveRun | undefined;
  remaining: number;
  hasFailed: boolean;
}

/** Open a run of its own, inside a run, for each group of nodes. */
export function nestRuns(parent: ActiveRun, { groupOf, start, nodes }: NestRunsOptions): NestedRuns {
  const children = new Map<string, Child>();
  const groups = new Map(nodes.map((node) => [node.name, groupOf(node)]));

  function childOf(name: string): Child | undefined {
    const group = groups.get(name);
    return group === undefined ? undefined : children.get(group);
  }

  function begin(group: string): Child {
    const remaining = nodes.filter((node) => groups.get(node.name) === group).length;
    const child: Child = {
      opened: start(group).then((run) => child.run = run),
      run: undefined,
      remaining,
      hasFailed: false,
    };
    children.set(group, child);
    return child;
  }

  async function close(child: Child, status: EndStatus, error: unknown): Promise<void> {
    // One that never opened has failed the node that wanted it.
    const run = await child.opened.catch(() => undefined);
    if (status === "FINISHED") await run?.end("FINISHED");
    else if (child.hasFailed) await run?.end("FAILED", error);
    // It did nothing wrong, but others did.
    else await run?.end("KILLED");
  }

  return {
    open: async (node) => {
      const group = groups.get(node.name);
      if (group === undefined) return parent;
      return await (children.get(group) ?? begin(group)).opened;
    },
    runOf: (node) => childOf(node.name)?.run ?? parent,
    recordNode: (record) => {
      parent.recordNode(record);
      const child = childOf(record.node);
      child?.run?.recordNode(record);
      if (child !== undefined && record.status === "failed") child.hasFailed = true;
    },
    hooks: {
      name: "nesting",
      async afterNodeDone({ node }): Promise<void> {
        const child = childOf(node.name);
        if (child !== undefined && --child.remaining === 0) await child.run?.end("FINISHED");
      },
    },
    end: async (status, error) => {
      for (const child of children.values()) await close(child, status, error);
    },
  };
}

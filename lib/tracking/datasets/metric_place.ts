import { currentScope, type MetricPoint } from "../../core/run_context.ts";
import { checkEntries } from "../limits.ts";
import { findRunWith, type RunAccess, type RunFinder } from "./run_access.ts";

/** The metrics of a run, as a dataset loads and saves them. */
export interface MetricPlace {
  /** The run in words: `run "shining-auk-417" (8f3c…)`. */
  readonly label: string;
  /** Write points in one commit. */
  write(points: readonly MetricPoint[]): Promise<void>;
  /** All points of a metric, in the order of their steps. */
  history(key: string): Promise<readonly MetricPoint[]>;
  /** Names of all metrics. */
  keys(): Promise<readonly string[]>;
  /** The highest step of a metric; remembered, so that a loop can ask for each point. */
  highestStep(key: string): Promise<number | undefined>;
  /** The point of a metric that this dataset wrote last, if it wrote one. */
  lastWritten(key: string): MetricPoint | undefined;
}

/** What a dataset remembers of the metrics of a run. */
interface Memory {
  readonly highest: Map<string, number | undefined>;
  readonly last: Map<string, MetricPoint>;
  /** Everything, for a run that is not tracked. */
  readonly points: MetricPoint[];
}

/** Finds the metrics of runs for one dataset. */
export interface MetricPlaces {
  /** Those of a run, or of the one in progress. */
  find(reference: string | undefined): Promise<MetricPlace>;
  /** The same, and where the run in progress has nothing, those of a run around it for which `has` holds. */
  findWith(
    reference: string | undefined,
    has: (place: MetricPlace) => Promise<boolean>,
  ): Promise<MetricPlace>;
}

/** Find the metrics of runs for one dataset. What it saves in an untracked run stays in memory, so that nodes can load it. */
export function metricPlaces(runs: RunFinder): MetricPlaces {
  const memories = new Map<string, Memory>();
  const placeOf = (access: RunAccess): MetricPlace => {
    const memory = memories.get(access.id) ?? { highest: new Map(), last: new Map(), points: [] };
    memories.set(access.id, memory);
    return metricPlace(access, runs, memory);
  };
  return {
    find: async (reference) => placeOf(await runs.find(reference)),
    findWith: async (reference, has) =>
      placeOf(await findRunWith(runs, reference, (access) => has(placeOf(access)))),
  };
}

function metricPlace(access: RunAccess, runs: RunFinder, memory: Memory): MetricPlace {
  const { highest, last } = memory;
  const place: MetricPlace = {
    label: access.label,
    async write(points): Promise<void> {
      await writeTo(access, runs, { points, memory });
      for (const point of points) {
        last.set(point.key, point);
        if (!highest.has(point.key)) continue;
        highest.set(point.key, Math.max(highest.get(point.key) ?? point.step, point.step));
      }
    },
    async history(key): Promise<readonly MetricPoint[]> {
      if (access.kind !== "untracked") return await runs.store().getMetricHistory(access.id, key);
      return memory.points.filter((point) => point.key === key).sort((a, b) => a.step - b.step);
    },
    async keys(): Promise<readonly string[]> {
      if (access.kind === "untracked") return [...new Set(memory.points.map(({ key }) => key))];
      return Object.keys((await runs.store().getRun(access.id))?.metrics ?? {});
    },
    async highestStep(key): Promise<number | undefined> {
      if (!highest.has(key)) highest.set(key, (await place.history(key)).at(-1)?.step);
      return highest.get(key);
    },
    lastWritten: (key) => last.get(key),
  };
  return place;
}

async function writeTo(
  access: RunAccess,
  runs: RunFinder,
  { points, memory }: { readonly points: readonly MetricPoint[]; readonly memory: Memory },
): Promise<void> {
  switch (access.kind) {
    case "current":
      return access.run.write({ metrics: points }, currentScope()?.node);
    case "stored":
      return await runs.store().logBatch(access.id, { metrics: points });
    case "untracked":
      // What is wrong is wrong in an untracked run too.
      checkEntries({ metrics: points });
      memory.points.push(...points);
      return;
    default:
      access satisfies never;
  }
}

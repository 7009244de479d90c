import type { Pipeline } from "../pipeline/pipeline.ts";
import type { Project } from "./project.ts";
import { selectPipelines } from "./select_pipelines.ts";

/** Who uses a dataset. */
export interface DatasetUses {
  /** The nodes that make it. */
  readonly madeBy: readonly string[];
  /** The nodes that read it. */
  readonly readBy: readonly string[];
  /** The pipelines that use it. */
  readonly pipelines: readonly string[];
}

/** Nobody. */
export const NO_USES: DatasetUses = { madeBy: [], readBy: [], pipelines: [] };

/** The chosen pipelines of a project by name, all of them by default. */
export function chosenPipelines(
  project: Project,
  names: readonly string[] = Object.keys(project.pipelines),
): readonly (readonly [name: string, pipeline: Pipeline])[] {
  return names.map((name) => [name, selectPipelines(project.pipelines, [name])]);
}

/** Who uses which dataset in pipelines. */
export function datasetUses(
  pipelines: readonly (readonly [name: string, pipeline: Pipeline])[],
): ReadonlyMap<string, DatasetUses> {
  const sets = new Map<string, Readonly<Record<keyof DatasetUses, Set<string>>>>();
  const setsOf = (name: string) => {
    const found = sets.get(name) ??
      { madeBy: new Set<string>(), readBy: new Set<string>(), pipelines: new Set<string>() };
    sets.set(name, found);
    return found;
  };
  for (const [pipelineName, { nodes }] of pipelines) {
    for (const node of nodes) {
      const add = (key: "madeBy" | "readBy", name: string): void => {
        const found = setsOf(name);
        found[key].add(node.name);
        found.pipelines.add(pipelineName);
      };
      for (const name of node.inputs) add("readBy", name);
      for (const name of node.outputs) add("madeBy", name);
    }
  }
  return new Map(
    sets.entries().map(([name, { madeBy, readBy, pipelines }]) => [
      name,
      { madeBy: [...madeBy].sort(), readBy: [...readBy].sort(), pipelines: [...pipelines] },
    ]),
  );
}

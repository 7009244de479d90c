import { isPipeline } from "../pipeline/pipeline.ts";
import type { ProjectDefinition } from "./definition.ts";

/** Name of the pipeline that runs when none is named. */
export const DEFAULT_PIPELINE: string = "__default__";

/**
 * Say what a project is made of. The result is the default export of `kedge.ts`, or is given to
 * {@linkcode openProject} by a script.
 *
 * @throws {TypeError} When there is no pipeline, or something else stands where a pipeline should.
 *
 * @example A project of one node
 * ```ts
 * import assert from "node:assert/strict";
 * import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const greet = node({ inputs: "params:name", outputs: "greeting", run: (name: string) => `Ahoy, ${name}` });
 * const project = defineProject({ name: "hello", pipelines: { __default__: pipeline([greet]) } });
 *
 * assert.deepEqual(Object.keys(project.pipelines), ["__default__"]);
 * ```
 */
export function defineProject(definition: ProjectDefinition): ProjectDefinition {
  const names = Object.keys(definition.pipelines ?? {});
  if (names.length === 0) {
    throw new TypeError("Cannot define a project without pipelines: give at least one in pipelines");
  }
  for (const name of names) {
    if (!isPipeline(definition.pipelines[name])) {
      throw new TypeError(
        `Cannot define a project with pipeline "${name}": it must be made by pipeline([...]), found ${typeof definition
          .pipelines[name]}`,
      );
    }
  }
  return Object.freeze({ ...definition });
}

/** Whether a value looks like the result of {@linkcode defineProject}. */
export function isProjectDefinition(value: unknown): value is ProjectDefinition {
  return typeof value === "object" && value !== null && "pipelines" in value &&
    typeof value.pipelines === "object" && value.pipelines !== null;
}

import { type Mask, maskError } from "../core/mask.ts";
import type { ProjectRunOptions, RunResult } from "./project.ts";
import { runProject, type RunProjectContext } from "./run_project.ts";

/** Run a project as {@linkcode runProject} does; what its error tells of secrets is `***`, whoever gets to see it. */
export async function runMasked(context: RunProjectContext, options: ProjectRunOptions): Promise<RunResult> {
  const { mask } = context.project;
  if (mask === undefined) return await runProject(context, options);
  try {
    return maskResult(await runProject(context, options), mask);
  } catch (error) {
    throw maskError(error, mask);
  }
}

function maskResult(result: RunResult, mask: Mask): RunResult {
  const { error, hookErrors } = result;
  return {
    ...result,
    ...(error !== undefined && { error: maskError(error, mask) }),
    ...(hookErrors && { hookErrors: hookErrors.map((hookError) => maskError(hookError, mask)) }),
  };
}

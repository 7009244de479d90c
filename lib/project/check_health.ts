import { environVariable } from "../core/environ.ts";
import type { Finding } from "./doctor/finding.ts";
import type { OpenProjectOptions } from "./open_project.ts";

/**
 * Look at everything that the runs of a folder depend on: project and configuration, store, server, versions, permissions and
 * disk. Nothing is changed. What is not well comes with what to do about it.
 *
 * @example What is not well in an empty folder
 * ```ts
 * import assert from "node:assert/strict";
 * import { checkHealth } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const findings = await checkHealth(await Deno.makeTempDir());
 *
 * const [project] = findings.filter(({ status }) => status !== "ok");
 * assert.match(project?.message ?? "", /a project has a kedge\.ts/);
 * assert.equal(project?.advice, "make one with: kedge new my-project");
 * ```
 */
export async function checkHealth(
  dir: string = Deno.cwd(),
  options: OpenProjectOptions = {},
): Promise<readonly Finding[]> {
  const { variables = { get: environVariable } } = options;
  const { examine }: typeof import("./doctor/examine.ts") = await import(EXAMINE);
  return await examine(dir, { ...options, variables });
}

// Not a literal import(): runs need it not.
const EXAMINE: string = "./doctor/examine.ts";

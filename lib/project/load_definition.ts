import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError } from "../core/errors.ts";
import { loadModule } from "../core/load_module.ts";
import { isProjectDefinition } from "./define_project.ts";
import type { ProjectDefinition } from "./definition.ts";
import { findProject, PROJECT_FILE } from "./find_project.ts";

/** A definition and the folder it was found in. */
export interface FoundDefinition {
  /** What `kedge.ts` exports. */
  readonly definition: ProjectDefinition;
  /** Folder of the project, absolute. */
  readonly root: string;
}

/**
 * Load the `kedge.ts` of the project at or above a folder.
 *
 * @throws {ConfigError} When there is none, or it does not export a project.
 */
export async function loadDefinition(folder: string): Promise<FoundDefinition> {
  const root = await findProject(folder);
  if (root === undefined) {
    throw new ConfigError(
      `Cannot open a project: neither "${folder}" nor a folder above it holds ${PROJECT_FILE}`,
    );
  }
  const { default: definition } = await loadModule(PROJECT_FILE, { root });
  if (!isProjectDefinition(definition)) {
    throw new ConfigError(
      `Cannot open the project in "${root}": ${PROJECT_FILE} must export default defineProject({ ... }), found ${
        definition === undefined ? "no default export" : `a default export of type ${typeof definition}`
      }`,
    );
  }
  return { definition, root };
}

/**
 * The definition that is meant by a folder, at or above which a project lies, or by a definition itself.
 *
 * @param root Folder of the project. @default {the folder of kedge.ts; of a definition, the current folder}
 * @throws {ConfigError} When there is no project.
 */
export async function findDefinition(
  target: string | URL | ProjectDefinition,
  root: string | undefined,
): Promise<FoundDefinition> {
  if (isProjectDefinition(target)) return { definition: target, root: resolve(root ?? Deno.cwd()) };
  const folder = resolve(target instanceof URL ? fileURLToPath(target) : target);
  const found = await loadDefinition(folder);
  return root === undefined ? found : { ...found, root: resolve(root) };
}

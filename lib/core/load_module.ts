import { isAbsolute, relative, resolve, sep as SEPARATOR } from "node:path";
import { pathToFileURL } from "node:url";
import { issuesOf } from "./collect_issues.ts";
import { reasonOf } from "./describe_value.ts";
import { ConfigError } from "./errors.ts";

/** Which modules may be loaded. */
export interface LoadModuleOptions {
  /** Folder of the project: the module must lie inside it, links followed. */
  readonly root: string;
}

/**
 * Load a module that the user wrote, by absolute file URL, so that it works when Kedge itself was loaded from a URL. Names
 * of modules may come from configuration, so nothing outside of the project folder is loaded.
 *
 * @param path Path of the module, relative to the project folder or absolute.
 * @returns What the module exports.
 * @throws {ConfigError} When it is not a file inside the project, or fails while it is loaded.
 */
export async function loadModule(
  path: string,
  { root }: LoadModuleOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(root, path);
  const problem = await findProblem(path, file, root);
  if (problem !== undefined) throw new ConfigError(`Cannot load module "${path}": ${problem}`);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    const message = `Cannot load module "${relative(root, file)}": ${reasonOf(error)}`;
    // Errors of Kedge tell of each problem; they stay readable through the wrapping.
    throw new ConfigError(message, { issues: issuesOf(error) }, { cause: error });
  }
}

async function findProblem(path: string, file: string, root: string): Promise<string | undefined> {
  // A single letter before the colon is a drive of Windows.
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return "only files of the project are loaded, not URLs";
  try {
    const [realFile, realRoot] = await Promise.all([Deno.realPath(file), Deno.realPath(root)]);
    if (!isInside(realFile, realRoot)) return "it lies outside of the project folder";
    return (await Deno.stat(realFile)).isFile ? undefined : "it is not a file";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return `"${file}" does not exist`;
    throw error;
  }
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== "" && !isAbsolute(path) && path.split(SEPARATOR)[0] !== "..";
}

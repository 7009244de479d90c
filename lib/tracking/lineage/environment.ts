import { join } from "node:path";
import type { JsonObject } from "../../core/json.ts";
import { isPlainObject } from "../../core/json.ts";
import { VERSION } from "../../core/version.ts";
import { readGitHead } from "../system/git_head.ts";

/** The environment of a run, and the lockfile that pins its packages. */
export interface RunEnvironment {
  /** Plain data about it. */
  readonly facts: JsonObject;
  /** Text of `deno.lock`, if there is one that may be read. */
  readonly lockfile: string | undefined;
}

/** What runs code here: versions, machine, packages as the lockfile of a folder or one above pins them, commit. */
export async function readEnvironment(directory: string): Promise<RunEnvironment> {
  const lockfile = await readText(join(directory, "deno.lock"));
  const { os, arch } = Deno.build;
  const { commit = null, branch = null } = readGitHead(directory) ?? {};
  return {
    facts: {
      kedge: VERSION,
      ...Deno.version,
      os,
      arch,
      processors: navigator.hardwareConcurrency,
      dependencies: lockfile === undefined ? {} : dependenciesOf(lockfile),
      git: { commit, branch },
    },
    lockfile,
  };
}

// `specifiers` of a lockfile: what was asked for, and the version that it got.
function dependenciesOf(lockfile: string): JsonObject {
  try {
    const lock: unknown = JSON.parse(lockfile);
    const specifiers = isPlainObject(lock) ? lock["specifiers"] : undefined;
    if (!isPlainObject(specifiers)) return {};
    return Object.fromEntries(Object.entries(specifiers).map(([name, version]) => [name, String(version)]));
  } catch {
    return {};
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}

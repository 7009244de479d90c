import { StoreError } from "../core/errors.ts";
import type { Issue } from "../core/issue.ts";
import { listWords } from "../core/describe_value.ts";
import { suggest } from "../core/suggest.ts";
import type { ConfigSource } from "./config_source.ts";
import type { EnvChoice } from "./env.ts";

/** An environment and its files. */
export interface Environment {
  /** Its name: the folder below the configuration. */
  readonly env: string;
  /** Paths of all its files below the configuration, sorted. */
  readonly files: readonly string[];
}

/** The environments to read, lowest first, and what is wrong with them. */
export interface Environments {
  /** `base`, and the chosen one when it is another and is there. */
  readonly environments: readonly Environment[];
  /** Missing folders. */
  readonly issues: readonly Issue[];
}

/** How to look for environments. */
export interface ListEnvironmentsOptions {
  /** The environment that the others overlay. */
  readonly baseEnv: string;
  /** Whether the whole source may be missing. */
  readonly mayBeMissing: boolean;
}

/**
 * List the files of the base and of the chosen environment. Only the default environment may be missing, and with
 * `mayBeMissing` the whole source: a project may say everything in code.
 */
export async function listEnvironments(
  source: ConfigSource,
  choice: EnvChoice,
  options: ListEnvironmentsOptions,
): Promise<Environments> {
  try {
    return await listFolders(source, choice, options);
  } catch (error) {
    const isOutside = error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.NotCapable || error instanceof StoreError;
    if (!isOutside) throw error;
    const message = `Configuration in "${source.name}" cannot be read: ${error.message}`;
    return { environments: [], issues: [{ code: "config.unreadable", message }] };
  }
}

async function listFolders(
  source: ConfigSource,
  choice: EnvChoice,
  { baseEnv, mayBeMissing }: ListEnvironmentsOptions,
): Promise<Environments> {
  if (!await source.exists()) {
    const isFine = mayBeMissing && choice.env === choice.defaultEnv;
    return { environments: [], issues: isFine ? [] : [missingSource(source, choice)] };
  }
  const environments: Environment[] = [];
  const issues: Issue[] = [];
  for (const env of new Set([baseEnv, choice.env])) {
    const files = isFolderName(env) ? await source.list(env) : undefined;
    if (files !== undefined) environments.push({ env, files });
    else if (env === baseEnv) issues.push(missingBase(source, baseEnv));
    else if (env !== choice.defaultEnv) issues.push(await unknownEnv(source, choice));
  }
  return { environments, issues };
}

// A nested environment (`teams/blue`) is fine; one outside of the configuration is not.
function isFolderName(env: string): boolean {
  return !/[\\:\0]/.test(env) &&
    env.split("/").every((segment) => segment !== "" && !segment.startsWith("."));
}

function missingSource({ name }: ConfigSource, { env, askedBy, defaultEnv }: EnvChoice): Issue {
  const wanted = env === defaultEnv ? "" : `, and so no environment "${env}"${whoAsks(askedBy)}`;
  return { code: "config.missing_source", message: `There is no configuration folder "${name}"${wanted}` };
}

function missingBase({ name }: ConfigSource, baseEnv: string): Issue {
  return {
    code: "config.missing_base",
    message: `There is no folder ${name}/${baseEnv}: it must hold what all environments share`,
  };
}

async function unknownEnv(source: ConfigSource, { env, askedBy }: EnvChoice): Promise<Issue> {
  const known = await source.folders();
  return {
    code: "config.unknown_env",
    message: `There is no environment "${env}"${whoAsks(askedBy)}: folders of ${source.name} are ${
      listWords(known, "and")
    }`,
    suggestion: suggest(env, known),
  };
}

function whoAsks(variable: string | undefined): string {
  return variable === undefined ? "" : `, which ${variable} asks for`;
}

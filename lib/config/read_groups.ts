import type { ConfigObject } from "../core/config_value.ts";
import { describeIssue, type Issue } from "../core/issue.ts";
import { isPlainObject } from "../core/json.ts";
import { isSecretName } from "../core/redact.ts";
import { checkResolvers, checkRules, type ConfigRules } from "./config_rules.ts";
import type { ConfigSource } from "./config_source.ts";
import type { Variables } from "./env.ts";
import type { Environment } from "./environments.ts";
import { type ConfigGroupName, groupRules } from "./groups.ts";
import type { ConfigResolver } from "./interpolation/interpolation_context.ts";
import { type LoadedGroup, loadGroup } from "./load_group.ts";
import { type GivenParameters, layerOf, layerParameters } from "./parameter_layers.ts";
import { layerResolver } from "./resolve_layer.ts";

/** What goes into configuration beside its files. */
export interface ReadGroupsOptions extends GivenParameters, ConfigRules {
  /** Variables of the environment, such as `Deno.env`. @default {none} */
  readonly variables?: Variables | undefined;
  /** Functions that configuration may call, by name: `${today:}`, `${join:a,b}`. @default {none} */
  readonly resolvers?: Readonly<Record<string, ConfigResolver>> | undefined;
  /** Whole kinds of configuration in place of their files, taken as they are. @default {none} */
  readonly replace?: Readonly<Record<string, ConfigObject>> | undefined;
}

/** All kinds of configuration. */
export interface ReadGroups {
  /** By name; those that every project has are always there. */
  readonly read: Readonly<Record<ConfigGroupName, LoadedGroup>> & Readonly<Record<string, LoadedGroup>>;
  /** Keys down to every parameter of this run that neither files nor code have, and that no file asks for. */
  readonly added: readonly (readonly string[])[];
  /** What is wrong with the rules of the project. */
  readonly problems: readonly Issue[];
  /** What is fine today and should be changed. */
  readonly notices: readonly Issue[];
  /** Whether values may be made of others, by interpolations or aliases. */
  readonly hasReferences: boolean;
  /** Whether there may be secrets; where there are none, nothing has to be hidden. */
  readonly mayHoldSecrets: boolean;
}

/** Read all kinds of configuration, the globals first, as the others refer to them. */
export async function readGroups(
  source: ConfigSource,
  environments: readonly Environment[],
  options: ReadGroupsOptions,
): Promise<ReadGroups> {
  const { patterns, merge = {}, replace = {}, resolvers = {}, variables } = options;
  const groups = groupRules(patterns);
  const forRun = layerOf(options.runtimeParams, "params", "--params");
  const inCode = layerOf(options.codeParameters, "parameters", "kedge.ts");
  const read: Record<string, LoadedGroup> = {};
  const asked = new Set<string>();
  const notices = new Map<string, Issue>();
  let hasReferences = false;
  let mayHoldSecrets = [options.runtimeParams, options.codeParameters].some(namesSecret);
  let added: readonly (readonly string[])[] = [];
  for (const [name, rules] of Object.entries(groups)) {
    const given = replace[name];
    if (given !== undefined) {
      read[name] = {
        ...layerOf(given, name, "kedge.ts"),
        files: [],
        hasAliases: false,
        mayHoldSecrets: true,
      };
      mayHoldSecrets = true;
      continue;
    }
    const context = {
      group: name,
      isSecret: rules.isSecret,
      globals: read["globals"]?.node,
      runtime: forRun.node,
      onReference: () => hasReferences = true,
      onRuntimeParam: (path: string) => asked.add(path),
      onNotice: (notice: Issue) => notices.set(describeIssue(notice), notice),
      variables,
      resolvers,
    };
    const isParameters = name === "parameters";
    const resolve = layerResolver(context, isParameters ? forRun.node : undefined);
    const strategy = merge[name] ?? "destructive";
    const group = await loadGroup(source, { environments, name, rules, strategy, resolve });
    hasReferences ||= group.hasAliases;
    mayHoldSecrets ||= group.mayHoldSecrets;
    const layered = isParameters ? await layerParameters(group, { inCode, forRun, resolve }) : undefined;
    read[name] = withoutRepeats(layered ?? group, read["globals"]);
    added = layered?.added ?? added;
  }
  const problems = [...checkRules(options, Object.keys(groups)), ...checkResolvers(resolvers)];
  // groupRules() has all that every project has.
  return {
    read: read as ReadGroups["read"],
    added: added.filter((path) => !isAskedFor(path, asked)),
    problems,
    notices: [...notices.values()],
    hasReferences,
    mayHoldSecrets: mayHoldSecrets || hasReferences,
  };
}

// Parameters of the code and of a run are not many.
function namesSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(namesSecret);
  return isPlainObject(value) &&
    Object.entries(value).some(([key, inner]) => isSecretName(key) || namesSecret(inner));
}

// `${runtime_params:paths}` takes all that is in paths.
function isAskedFor(path: readonly string[], asked: ReadonlySet<string>): boolean {
  return path.some((_, index) => asked.has(path.slice(0, index + 1).join(".")));
}

// Where the globals are broken, it is no news that one is missing.
function withoutRepeats(group: LoadedGroup, globals: LoadedGroup | undefined): LoadedGroup {
  if (globals === undefined || globals.issues.length === 0) return group;
  return { ...group, issues: group.issues.filter(({ code }) => code !== "config.unknown_global") };
}

import { describeValue } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";

/**
 * How an environment lies over the base: `destructive` replaces whole top-level keys, `soft` merges maps at every depth.
 */
export type MergeStrategy = "destructive" | "soft";

/** How a project lays out its configuration. */
export interface ConfigRules {
  /** How environments are merged, by kind of configuration. @default {destructive for all} */
  readonly merge?: Readonly<Record<string, MergeStrategy>> | undefined;
  /**
   * Patterns of files below an environment, by kind of configuration; they replace those of Kedge. A new name makes a new
   * kind: `{ spark: ["spark*"] }`.
   */
  readonly patterns?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Environment that the others overlay. @default {"base"} */
  readonly baseEnv?: string | undefined;
  /** Environment used when none is asked for; its folder may be missing. @default {"local"} */
  readonly defaultEnv?: string | undefined;
  /** Whether files and folders whose name begins with a dot are left out. @default {true} */
  readonly ignoreHidden?: boolean | undefined;
}

/** What is wrong with the rules of a project, given the kinds of configuration it has. */
export function checkRules({ merge = {} }: ConfigRules, groups: readonly string[]): readonly Issue[] {
  return Object.entries(merge).flatMap(([group, strategy]: [string, unknown]): Issue[] => {
    const path = ["merge", group];
    const place = { file: "kedge.ts" };
    if (!groups.includes(group)) {
      const message = `config.merge.${group} means no kind of configuration`;
      return [{ code: "config.unknown_group", message, path, place, suggestion: suggest(group, groups) }];
    }
    if (strategy === "soft" || strategy === "destructive") return [];
    const message = `config.merge.${group} must be "soft" or "destructive": it is ${describeValue(strategy)}`;
    return [{ code: "config.merge_strategy", message, path, place }];
  });
}

/** What is wrong with the names of the resolvers of a project. */
export function checkResolvers(resolvers: Readonly<Record<string, unknown>>): readonly Issue[] {
  return Object.keys(resolvers).flatMap((name): Issue[] => {
    const problem = /^(?:globals|runtime_params|oc\.(?!env$).*)$/.test(name)
      ? "has a meaning already; choose another name"
      : /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(name)
      ? undefined
      : "must be made of letters, digits and _, with dots between";
    if (problem === undefined) return [];
    const message = `resolvers: the name "${name}" ${problem}`;
    return [{
      code: "config.resolver_name",
      message,
      path: ["resolvers", name],
      place: { file: "kedge.ts" },
    }];
  });
}

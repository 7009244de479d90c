import { ConfigError } from "../../core/errors.ts";
import { suggest } from "../../core/suggest.ts";
import type { ConfigOrigin, DroppedValue } from "./config_origin.ts";
import { listOrigins, type Origins, type ShownGroup } from "./list_origins.ts";

/** Where values of the configuration come from. Secrets are `***`. */
export interface ConfigExplanation {
  /** The values, in the order they were written. */
  readonly origins: readonly ConfigOrigin[];
  /** Values that are gone, as a layer above replaced the whole map around them. */
  readonly dropped: readonly DroppedValue[];
}

/**
 * Where the values at a key come from: `model.trees`, `params:model`, `catalog.cars.filepath`. Without the name of a kind
 * of configuration, all kinds are looked at.
 *
 * @throws {ConfigError} When there is nothing at this key, and never was.
 */
export function explainKey(groups: readonly ShownGroup[], key: string): ConfigExplanation {
  const wanted = key.replace(/^params:/, "parameters.").replace(/(?:\[[^\]]*\])+$/, "");
  const named = groups.find(({ group }) => wanted === group || wanted.startsWith(`${group}.`));
  const all = groups.map((group) => ({ group: group.group, ...listOrigins(group) }));
  const inGroup = all.filter(({ group }) => group === named?.group)
    .map((group) => pick(group, wanted.slice(group.group.length + 1)));
  const found = join(inGroup.some(isSomething) ? inGroup : all.map((group) => pick(group, wanted)));
  if (isSomething(found)) return found;
  const suggestion = suggest(wanted, namesOf(all));
  const issue = {
    code: "config.unknown_key",
    message: `There is no value "${key}" in the configuration`,
    suggestion,
  };
  const hint = suggestion === undefined ? "" : `. Did you mean "${suggestion}"?`;
  throw new ConfigError(`${issue.message}${hint}`, { issues: [issue] });
}

/** Where all values of a kind of configuration come from. */
export function explainAll(groups: readonly ShownGroup[]): ConfigExplanation {
  return join(groups.map(listOrigins));
}

function pick({ origins, dropped }: Origins, key: string): ConfigExplanation {
  const isWanted = ({ path }: { readonly path: readonly string[] }): boolean => {
    const name = path.join(".");
    return key === "" || name === key || name.startsWith(`${key}.`);
  };
  return { origins: origins.filter(isWanted), dropped: dropped.filter(isWanted) };
}

function join(parts: readonly ConfigExplanation[]): ConfigExplanation {
  return {
    origins: parts.flatMap(({ origins }) => origins),
    dropped: parts.flatMap(({ dropped }) => dropped),
  };
}

function isSomething({ origins, dropped }: ConfigExplanation): boolean {
  return origins.length + dropped.length > 0;
}

// Every key down to every value, with the name of its kind and without.
function namesOf(all: readonly (Origins & { readonly group: string })[]): Set<string> {
  const names = new Set<string>();
  for (const { group, origins, dropped } of all) {
    for (const { path } of [...origins, ...dropped]) {
      path.forEach((_key, depth) => {
        const name = path.slice(0, depth + 1).join(".");
        names.add(name).add(`${group}.${name}`);
      });
    }
  }
  return names;
}

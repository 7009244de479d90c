import { describeValue, midSentence, reasonOf } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { isPlainObject } from "../core/json.ts";
import { type Located, placeIssue } from "../core/located.ts";
import type { DatasetType } from "../datasets/dataset_type.ts";
import { findFlavor, isFlavorModule } from "../tracking/models/find_flavor.ts";
import { namedTypes } from "./named_types.ts";

/** What is wrong with the modules that datasets of models name as their flavours: each is loaded before anything runs. */
export async function checkFlavorModules(
  catalog: Located<Readonly<Record<string, unknown>>>,
  { types, root }: { readonly types: readonly DatasetType[]; readonly root: string | undefined },
): Promise<readonly Issue[]> {
  const known = new Set(types.flatMap(({ type, aliases = [] }) => [type, ...aliases]));
  const issues: Issue[] = [];
  for (const { type, path } of namedTypes(catalog.data)) {
    const at = [...path.slice(0, -1), "flavor"];
    const flavor = valueAt(catalog.data, at);
    // What a pattern fills in is known when a name is.
    if (!known.has(type) || typeof flavor !== "string" || /[{}]/.test(flavor) || !isFlavorModule(flavor)) {
      continue;
    }
    try {
      await findFlavor(flavor, { root });
    } catch (error) {
      const message = `${at.join(".")} is ${describeValue(flavor)}: ${midSentence(reasonOf(error))}`;
      issues.push(placeIssue({ code: "catalog.flavor", message, path: at }, catalog.placeOf));
    }
  }
  return issues;
}

function valueAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => isPlainObject(value) ? value[key] : undefined, data);
}

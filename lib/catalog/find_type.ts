import { describeValue, listSome } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import type { DatasetType, Parsed } from "../datasets/dataset_type.ts";

/** The dataset type that the entry of a name means by its `type`. */
export function findType(
  name: string,
  type: unknown,
  types: ReadonlyMap<string, DatasetType>,
): Parsed<DatasetType> {
  const found = typeof type === "string" ? types.get(type) : undefined;
  return found === undefined ? { issues: [problemWith(name, type, types)] } : { value: found };
}

function problemWith(name: string, type: unknown, types: ReadonlyMap<string, DatasetType>): Issue {
  const path = [name, "type"];
  const known = `known are ${listSome([...new Set([...types.values()].map(({ type }) => type))])}`;
  if (type === undefined) {
    return { code: "catalog.missing_type", message: `${name}.type is missing: ${known}`, path };
  }
  if (typeof type !== "string") {
    const message = `${name}.type must be the name of a dataset type: it is ${describeValue(type)}`;
    return { code: "catalog.wrong_type", message, path };
  }
  if (isModulePath(type)) {
    const hint = "list the dataset type in defineProject({ datasets }) and write its name here";
    const message = `${name}.type is ${describeValue(type)}: modules are not supported here yet; ${hint}`;
    return { code: "catalog.module_type", message, path };
  }
  const suggestion = suggest(type, types.keys());
  const message = `${name}.type is ${describeValue(type)}: no such dataset type`;
  const hint = suggestion === undefined ? `; ${known}` : "";
  return { code: "catalog.unknown_type", message: `${message}${hint}`, path, suggestion };
}

function isModulePath(type: string): boolean {
  return /^\.{0,2}[/\\]/.test(type) || /\.[mc]?[jt]s$/.test(type);
}

import { describePath, describeValue, listSome } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import type { DatasetType, Parsed } from "../datasets/dataset_type.ts";
import { isKedroType, kedroName, kedroTypes } from "./kedro_types.ts";

/** Code of the issue that a type is one of Kedro that has no equivalent. */
export const UNSUPPORTED_TYPE = "catalog.unsupported_type";

/** Keys down to an entry: its name, and further ones for an entry inside of another. */
type Path = readonly (string | number)[];

/** The dataset type that an entry means by its `type`. */
export function findType(
  at: Path,
  type: unknown,
  types: ReadonlyMap<string, DatasetType>,
): Parsed<DatasetType> {
  const found = typeof type === "string" ? types.get(type) ?? types.get(kedroName(type)) : undefined;
  return found === undefined ? { issues: [problemWith(at, type, types)] } : { value: found };
}

function problemWith(at: Path, type: unknown, types: ReadonlyMap<string, DatasetType>): Issue {
  const path = [...at, "type"];
  const subject = describePath(path);
  const known = `known are ${listSome([...new Set([...types.values()].map(({ type }) => type))])}`;
  if (type === undefined) {
    return { code: "catalog.missing_type", message: `${subject} is missing: ${known}`, path };
  }
  if (typeof type !== "string") {
    const message = `${subject} must be the name of a dataset type: it is ${describeValue(type)}`;
    return { code: "catalog.wrong_type", message, path };
  }
  if (isModulePath(type)) {
    const hint = "a project loads modules, a catalog made in code is given their dataset types";
    const message = `${subject} is ${describeValue(type)}: no module of this name was loaded; ${hint}`;
    return { code: "catalog.module_type", message, path };
  }
  if (isKedroType(kedroName(type))) {
    const hint = "write one as a dataset type of the project";
    const message = `${subject} is ${
      describeValue(type)
    }: this type of Kedro has no equivalent here; ${hint}`;
    return { code: UNSUPPORTED_TYPE, message, path };
  }
  const names = [...types.keys(), ...kedroTypes()];
  // The name of a class alone, most often.
  const suggestion = names.find((name) => name.endsWith(`.${type}`)) ?? suggest(type, names);
  const message = `${subject} is ${describeValue(type)}: no such dataset type`;
  const hint = suggestion === undefined ? `; ${known}` : "";
  return { code: "catalog.unknown_type", message: `${message}${hint}`, path, suggestion };
}

/** Whether a type is named by its module: `./datasets/fits.ts`. */
export function isModulePath(type: string): boolean {
  return /^\.{0,2}[/\\]/.test(type) || /\.[mc]?[jt]s$/.test(type);
}

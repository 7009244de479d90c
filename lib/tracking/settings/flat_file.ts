import type { ConfigObject, ConfigValue } from "../../core/config_value.ts";
import type { Issue } from "../../core/issue.ts";
import { isPlainObject, toJsonText } from "../../core/json.ts";
import type { Located } from "../../core/located.ts";

/** `mlflow.yml` in the layout of today, and where it was written in the other one. */
export interface RenewedFile {
  /** The settings as they are written today. */
  readonly file: Located<ConfigObject>;
  /** Shows how to write them. */
  readonly notice: Issue;
}

// Where kedro-mlflow 0.7 had its keys, and where they stand since 0.8; those without a successor have none.
const MOVED: readonly (readonly [old: string, now: string | undefined])[] = [
  ["mlflow_tracking_uri", "server.mlflow_tracking_uri"],
  ["credentials", "server.credentials"],
  ["disable_tracking.pipelines", "tracking.disable_tracking.pipelines"],
  ["experiment.name", "tracking.experiment.name"],
  ["experiment.create", undefined],
  ["run.id", "tracking.run.id"],
  ["run.name", "tracking.run.name"],
  ["run.nested", "tracking.run.nested"],
  ["hooks.node.flatten_dict_params", "tracking.params.dict_params.flatten"],
  ["hooks.node.recursive", "tracking.params.dict_params.recursive"],
  ["hooks.node.sep", "tracking.params.dict_params.sep"],
  ["hooks.node.long_parameters_strategy", "tracking.params.long_params_strategy"],
  ["ui.port", "ui.port"],
  ["ui.host", "ui.host"],
];
const FLAT_ONLY = ["mlflow_tracking_uri", "credentials", "disable_tracking", "experiment", "run", "hooks"];

/** A file in the flat layout of kedro-mlflow 0.7 as one would write it today; `undefined` for any other file. */
export function renewFlatFile({ data, placeOf }: Located<ConfigObject>): RenewedFile | undefined {
  const first = FLAT_ONLY.find((key) => key in data);
  if (first === undefined || "server" in data || "tracking" in data) return undefined;
  const pairs = leavesOf(data).flatMap(({ path, value }): readonly Moved[] => {
    const known = MOVED.find(([old]) => old === path.join("."));
    if (known === undefined) return [{ old: path, now: path, value }];
    // The template of that time had `port: null` and `host: null`, which meant the defaults.
    if (path[0] === "ui" && value === null) return [];
    return known[1] === undefined ? [] : [{ old: path, now: known[1].split("."), value }];
  });
  const renewed = pairs.reduce<ConfigObject>((tree, { now, value }) => put(tree, now, value), {});
  const place = placeOf([first], "key");
  return {
    file: {
      data: renewed,
      placeOf: (path, part) => placeOf(oldPath(path.map(String), pairs), part),
    },
    notice: {
      code: "tracking.flat_layout",
      message: `${place?.file ?? "mlflow.yml"} is laid out as for kedro-mlflow 0.7. Write it so:\n${
        toYaml(renewed)
      }`,
      place: place && { ...place, text: undefined },
    },
  };
}

interface Moved {
  readonly old: readonly string[];
  readonly now: readonly string[];
  readonly value: ConfigValue;
}

// Values under the known keys, and whatever else stands there.
function leavesOf(
  block: ConfigObject,
  above: readonly string[] = [],
): readonly { readonly path: readonly string[]; readonly value: ConfigValue }[] {
  return Object.entries(block).flatMap(([key, value]) => {
    const path = [...above, key];
    const isSection = MOVED.some(([old]) => old.startsWith(`${path.join(".")}.`));
    return isSection && isBlock(value) ? leavesOf(value, path) : [{ path, value }];
  });
}

function put(tree: ConfigObject, [key = "", ...rest]: readonly string[], value: ConfigValue): ConfigObject {
  if (rest.length === 0) return { ...tree, [key]: value };
  const inner = tree[key];
  return { ...tree, [key]: put(isBlock(inner) ? inner : {}, rest, value) };
}

function oldPath(path: readonly string[], pairs: readonly Moved[]): readonly string[] {
  const found =
    pairs.find(({ now }) => now.every((key, i) => path[i] === key) && now.length <= path.length) ??
      pairs.find(({ now }) => path.every((key, i) => now[i] === key));
  return found === undefined ? path : [...found.old, ...path.slice(found.now.length)];
}

function toYaml(block: ConfigObject, indent = "  "): string {
  return Object.entries(block).map(([key, value]) =>
    isBlock(value)
      ? `${indent}${key}:\n${toYaml(value, `${indent}  `)}`
      : `${indent}${key}: ${toJsonText(value)}`
  ).join("\n");
}

function isBlock(value: ConfigValue | undefined): value is ConfigObject {
  return isPlainObject(value);
}

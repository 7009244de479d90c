import type { ConfigNode, MapNode } from "../config_node.ts";
import { findNode, splitPath, unknownReference } from "./find_node.ts";
import type { ResolverScope } from "./interpolation_context.ts";
import { InterpolationError } from "./interpolation_error.ts";
import { pythonText } from "./python_text.ts";

/** A function of Kedro or OmegaConf. */
export interface BuiltinResolver {
  /** How many arguments it takes, at least and at most. */
  readonly arity: readonly [least: number, most: number];
  /** What it gives. */
  call(scope: ResolverScope, args: readonly ConfigNode[]): ConfigNode;
}

/** The functions that every configuration may call, by name. */
export const BUILTIN_RESOLVERS: Readonly<Record<string, BuiltinResolver>> = {
  "globals": { arity: [1, 2], call: readGlobal },
  "runtime_params": { arity: [1, 2], call: readRuntimeParam },
  "oc.env": { arity: [1, 2], call: readVariable },
  "oc.create": { arity: [1, 1], call: (_scope, [value]) => value as ConfigNode },
  "oc.decode": { arity: [1, 1], call: decode },
  "oc.select": { arity: [1, 2], call: select },
  "oc.deprecated": { arity: [1, 2], call: readDeprecated },
  "oc.dict.keys": { arity: [1, 1], call: (scope, [map]) => listOf(scope, map, "keys") },
  "oc.dict.values": { arity: [1, 1], call: (scope, [map]) => listOf(scope, map, "values") },
};

// No news where the globals themselves are broken.
const UNKNOWN_GLOBAL = "config.unknown_global";

function readGlobal(scope: ResolverScope, [keys, fallback]: readonly ConfigNode[]): ConfigNode {
  const { globals } = scope.context;
  if (globals === undefined) refuse(scope, "cannot be used in globals: refer to the others as ${name}");
  const name = textOf(keys);
  if (name.startsWith("_")) refuse(scope, 'refers to a name that begins with "_", which only globals see');
  const path = splitPath(name);
  const node = findNode(globals, path);
  if (node !== undefined) scope.note({ group: "globals", path, node });
  return node ?? fallback ?? missing(scope, globals, name);
}

function readRuntimeParam(scope: ResolverScope, [path, fallback]: readonly ConfigNode[]): ConfigNode {
  if (scope.context.group === "globals") {
    refuse(
      scope,
      "cannot be used in globals: they are the same for every run; runtime_params belongs elsewhere",
    );
  }
  const name = textOf(path);
  scope.context.onRuntimeParam?.(name);
  return scope.selectRuntime(name) ?? fallback ??
    refuse(scope, "refers to a parameter that this run was not given, and there is no default");
}

function readVariable(scope: ResolverScope, [name, fallback]: readonly ConfigNode[]): ConfigNode {
  if (scope.context.group !== "credentials") {
    refuse(scope, 'may stand in credentials only; to allow it everywhere, define "oc.env" in resolvers');
  }
  const value = scope.context.variables?.get(textOf(name));
  if (value !== undefined) return scope.make(value);
  if (fallback === undefined) refuse(scope, "refers to an environment variable that is not set");
  return fallback.kind === "scalar" && fallback.value === null ? fallback : scope.make(pythonText(fallback));
}

function decode(scope: ResolverScope, [value]: readonly ConfigNode[]): ConfigNode {
  return value?.kind === "scalar" && value.value === null ? value : scope.decode(textOf(value));
}

function select(scope: ResolverScope, [path, fallback]: readonly ConfigNode[]): ConfigNode {
  return scope.select(textOf(path)) ?? fallback ?? scope.make(null);
}

function readDeprecated(scope: ResolverScope, [path, message]: readonly ConfigNode[]): ConfigNode {
  const [old, next] = [scope.caller, textOf(path)];
  const own = scope.context.isSecret ? undefined : message && textOf(message);
  // A message of its own may name both keys, as in OmegaConf.
  const told = own?.replaceAll("$OLD_KEY", () => old).replaceAll("$NEW_KEY", () => next);
  scope.warn(told ?? `${old} has a new name: write ${next}`);
  return need(scope, path);
}

function need(scope: ResolverScope, path: ConfigNode | undefined): ConfigNode {
  return scope.select(textOf(path)) ?? refuse(scope, "refers to nothing");
}

function listOf(scope: ResolverScope, map: ConfigNode | undefined, part: "keys" | "values"): ConfigNode {
  const node = map?.kind === "map" ? map : need(scope, map);
  if (node.kind !== "map") refuse(scope, "needs a map");
  const items = part === "keys"
    ? [...node.entries.keys()].map((key) => scope.make(key))
    : [...node.entries.values()].map(({ value }) => value);
  return { kind: "list", items, mark: node.mark };
}

function missing(scope: ResolverScope, globals: MapNode, name: string): never {
  if (globals.entries.size === 0) refuse(scope, "refers to nothing: there are no globals", UNKNOWN_GLOBAL);
  const problem = unknownReference({ written: scope.written, node: globals, prefix: "", step: name });
  throw new InterpolationError({ ...problem, code: UNKNOWN_GLOBAL });
}

function refuse({ written }: ResolverScope, discreet: string, code = "config.interpolation"): never {
  const message = `${written} ${discreet}`;
  throw new InterpolationError({ code, written, message, discreet: `a \${...} ${discreet}` });
}

function textOf(node: ConfigNode | undefined): string {
  return node === undefined ? "" : pythonText(node);
}

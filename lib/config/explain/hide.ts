import type { ConfigValue } from "../../core/config_value.ts";
import type { PathTest } from "../../core/name_patterns.ts";
import { isSecretName, redact } from "../../core/redact.ts";
import { type ConfigNode, type Derivation, toData } from "../config_node.ts";

const HIDDEN = "***";

/** A value as it may be shown. */
export interface ShownValue {
  /** The value, with `***` for what may be a secret. */
  readonly value: ConfigValue;
  /** Whether something of it is hidden. */
  readonly isHidden: boolean;
}

/** A value without what may be a secret: credentials, texts under a name that says so, what an environment variable gave. */
export function showValue(node: ConfigNode, path: readonly string[], isSecret: PathTest): ShownValue {
  const isBelowCredentials = path.slice(0, -1).includes("credentials");
  const value = hide(node, path, isBelowCredentials ? () => true : isSecret);
  return { value, isHidden: stringify(value) !== stringify(toData(node)) };
}

/** What was written for an interpolation, as it may be shown: of a hidden value only what it refers to. */
export function showWritten(written: string, isHidden: boolean): string {
  return isHidden
    ? [...written.matchAll(EXPRESSION)].map(([all, name, first]) => shorten(all, { name, first })).join(" ")
    : redact(written);
}

// One expression, with the name of its function and its first argument where it has them.
const EXPRESSION = /\$\{\s*(?:([A-Za-z_][\w.]*)\s*:\s*([^,{}]*))?[^{}]*\}?/g;
const NAMED_FIRST: readonly (string | undefined)[] = ["globals", "runtime_params", "oc.env"];

function shorten(
  all: string,
  { name, first }: { readonly name: string | undefined; readonly first: string | undefined },
): string {
  if (name === undefined) return all;
  return NAMED_FIRST.includes(name) ? `\${${name}:${first?.trim()}}` : `\${${name}:…}`;
}

function hide(node: ConfigNode, path: readonly string[], isSecret: PathTest): ConfigValue {
  if (node.kind === "map") {
    return Object.fromEntries(
      [...node.entries].map(([name, { value }]) => {
        const areCredentials = name === "credentials" && value.kind === "map";
        return [name, hide(value, [...path, name], areCredentials ? () => true : isSecret)];
      }),
    );
  }
  if (isSecret(path) || readsEnvironment(node.from)) return HIDDEN;
  if (node.kind === "list") return node.items.map((item) => hide(item, path, isSecret));
  if (typeof node.value !== "string") return node.value;
  const key = path.at(-1) ?? "";
  // `credentials: name` names them, and is no secret.
  return isSecretName(key) && key !== "credentials" ? HIDDEN : redact(node.value);
}

function readsEnvironment(from: Derivation | undefined): boolean {
  return from !== undefined && (from.written.includes("oc.env") || readsEnvironment(from.target?.from));
}

function stringify(value: ConfigValue): string {
  return JSON.stringify(value, (_key, inner) => typeof inner === "bigint" ? `${inner}n` : inner);
}

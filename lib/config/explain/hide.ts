import type { ConfigValue } from "../../core/config_value.ts";
import { redact } from "../../core/redact.ts";
import { type ConfigNode, toData } from "../config_node.ts";
import type { SecretValues, ValuePlace } from "../secrets/secret_values.ts";

const HIDDEN = "***";

/** A value as it may be shown. */
export interface ShownValue {
  /** The value, with `***` for what is a secret. */
  readonly value: ConfigValue;
  /** Whether something of it is hidden. */
  readonly isHidden: boolean;
}

/** A value without the secrets in it. */
export function showValue(node: ConfigNode, place: ValuePlace, secrets: SecretValues): ShownValue {
  const value = hide(node, place, secrets);
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

function hide(node: ConfigNode, place: ValuePlace, secrets: SecretValues): ConfigValue {
  const { group, path, above = [] } = place;
  const isEmptyMap = node.kind === "map" && node.entries.size === 0;
  if (isEmptyMap) return {};
  const isEmptyList = node.kind === "list" && node.items.length === 0;
  if ((node.kind === "scalar" || isEmptyList) && secrets.isSecret(node, place)) return HIDDEN;
  if (node.kind === "scalar") return typeof node.value === "string" ? redact(node.value) : node.value;
  const made = node.from === undefined ? above : [...above, { depth: path.length, from: node.from }];
  const below = (key: string | number): ValuePlace => ({ group, path: [...path, key], above: made });
  if (node.kind === "list") {
    const items = node.items.map((item, index) => hide(item, below(index), secrets));
    // How many secrets there are is nobody's business.
    return items.length > 0 && items.every((item) => item === HIDDEN) ? HIDDEN : items;
  }
  return Object.fromEntries(
    [...node.entries].map(([key, { value }]) => [key, hide(value, below(key), secrets)]),
  );
}

function stringify(value: ConfigValue): string {
  return JSON.stringify(value, (_key, inner) => typeof inner === "bigint" ? `${inner}n` : inner);
}

import { isPlainObject } from "./json.ts";
import { isSecret, type Secret, secret } from "./secret.ts";

/** Maps all the way down to secrets: who is asked for what is visible, the values are not. */
export interface SecretTree {
  /** A map or a secret by name. */
  readonly [key: string]: Secret | SecretTree;
}

/** Hide every value that is not a map; maps keep their shape, and secrets stay as they are. */
export function hideLeaves(data: Readonly<Record<string, unknown>>): SecretTree {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, hide(value)]));
}

/** The plain data behind a tree of secrets. Call it only where the values are needed. */
export function revealLeaves(tree: Secret | SecretTree): unknown {
  if (isSecret(tree)) return tree.reveal();
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, revealLeaves(value)]));
}

function hide(value: unknown): Secret | SecretTree {
  if (isSecret(value)) return value;
  return isPlainObject(value) ? hideLeaves(value) : secret(value);
}

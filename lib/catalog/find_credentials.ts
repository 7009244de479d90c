import { describePath, describeValue } from "../core/describe_value.ts";
import { isPlainObject } from "../core/json.ts";
import { isSecret, type Secret, secret } from "../core/secret.ts";
import { hideLeaves, revealLeaves, type SecretTree } from "../core/secret_tree.ts";
import { suggest } from "../core/suggest.ts";
import type { Parsed } from "../datasets/dataset_type.ts";

/** Credentials by key, as a dataset type gets them. */
export type Credentials = Readonly<Record<string, Secret>>;

/**
 * What an entry means by its `credentials`: a name of credentials, or a map of them.
 *
 * @param at Keys down to the entry.
 */
export function findCredentials(
  at: readonly (string | number)[],
  given: unknown,
  known: SecretTree,
): Parsed<Credentials | undefined> {
  if (given === undefined || given === null) return { value: undefined };
  if (isPlainObject(given) && !isSecret(given)) return { value: flatten(hideLeaves(given)) };
  const path = [...at, "credentials"];
  const subject = describePath(path);
  if (typeof given !== "string") {
    const message = `${subject} must be the name of credentials: it is ${describeValue(given)}`;
    return { issues: [{ code: "catalog.wrong_credentials", message, path }] };
  }
  const found = Object.hasOwn(known, given) ? known[given] : undefined;
  if (found !== undefined && !isSecret(found)) return { value: flatten(found) };
  const problem = found === undefined ? "no such credentials" : "these credentials are one value, not a map";
  const suggestion = found === undefined ? suggest(given, Object.keys(known)) : undefined;
  const message = `${subject} is ${describeValue(given)}: ${problem}`;
  return { issues: [{ code: "catalog.unknown_credentials", message, path, suggestion }] };
}

// Blocks inside of credentials become one secret each.
function flatten(tree: SecretTree): Credentials {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, isSecret(value) ? value : secret(revealLeaves(value))]),
  );
}

import type { ConfigObject, ConfigValue } from "../../core/config_value.ts";
import { isPlainObject } from "../../core/json.ts";
import { fitsAny } from "../../core/name_patterns.ts";
import { isSecretName } from "../../core/redact.ts";

/** A value, and where it stands. */
export interface NamedValue {
  /** The kind of configuration. */
  readonly group: string;
  /** Keys down to it. */
  readonly path: readonly (string | number)[];
  /** The value; `undefined` for maps and lists. */
  readonly value: ConfigValue | undefined;
}

/** What names say of a value: that it is a secret, that it is none whatever else is known, or nothing. */
export type SecretNames = (named: NamedValue) => "secret" | "exempt" | undefined;

/** The test of a project: everything in credentials, names that say so, and what `tracking.params.redact` lists. */
export function secretNames(kedge: ConfigObject): SecretNames {
  const patterns = redactedNames(kedge);
  const isListed = fitsAny(patterns.filter((pattern) => !pattern.startsWith("!")), { ignoreCase: true });
  const isExempt = fitsAny(
    patterns.flatMap((pattern) => pattern.startsWith("!") ? [pattern.slice(1)] : []),
    { ignoreCase: true },
  );
  const telling = new Map<string, boolean>();
  const tells = (name: string): boolean => {
    const known = telling.get(name) ?? isSecretName(name);
    telling.set(name, known);
    return known;
  };
  return ({ group, path, value }) => {
    if (group === "credentials" || path.includes("credentials") && liesInCredentials(path)) return "secret";
    if (group !== "parameters" && group !== "globals") {
      // `credentials: name` names them, and is no secret. A dataset may be called as it likes.
      const last = path.findLast((key) => typeof key === "string") ?? "";
      return last !== "credentials" && tells(last) && isSecretAs(last, value) ? "secret" : undefined;
    }
    const keys = path.filter((key) => typeof key === "string");
    if (group === "parameters" && isExempt(keys)) return "exempt";
    if (group === "parameters" && isListed(keys)) return "secret";
    return keys.some((name) => name !== "credentials" && tells(name) && isSecretAs(name, value))
      ? "secret"
      : undefined;
  };
}

// Lists have no names.
function liesInCredentials(path: NamedValue["path"]): boolean {
  const last = path.findLastIndex((key) => typeof key === "string");
  return path.some((key, index) => key === "credentials" && index < last);
}

// Of `tracking.params.redact`, which is checked where tracking is; what is hidden there is hidden here.
function redactedNames({ tracking }: ConfigObject): readonly string[] {
  const params = isPlainObject(tracking) ? tracking["params"] : undefined;
  const names = isPlainObject(params) ? params["redact"] : undefined;
  return Array.isArray(names) ? names.map(String) : [];
}

// Under the name of a secret: `max_token: 512` counts them, and `has_password: true` tells nothing.
function isSecretAs(name: string, value: ConfigValue | undefined): boolean {
  if (typeof value === "string") return true;
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return isNumber && !/token/i.test(name);
}

import type { ScalarNode } from "./config_node.ts";

// YAML 1.1 as PyYAML reads it, with the changes of OmegaConf, which Kedro uses: an exponent makes a number without a
// point, and dates stay text. Recorded cases: theme "yaml" of the configuration vectors.

// Nothing else begins with these; most values do.
const BEGINS_LIKE_TEXT = /^[^+.~0-9yYnNtTfFoO-]/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const INTEGER =
  /^[-+]?(?:0b[01_]*[01][01_]*|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]*[0-9a-fA-F][0-9a-fA-F_]*|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\._*[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/;
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

// Python reads no longer integers either; the time grows with the square of the length.
const MAX_DIGITS = 4300;

/** The value of a plain scalar. */
export function readScalar(text: string): ScalarNode["value"] {
  if (BEGINS_LIKE_TEXT.test(text)) return text;
  if (NULL.test(text)) return null;
  return readBoolean(text) ?? readInteger(text) ?? readFloat(text) ?? text;
}

/** What `!!name` makes of a text, or `undefined` when it cannot; `!!` tags that are not scalars are unknown here. */
export function readTagged(tag: string, text: string): ScalarNode["value"] | undefined {
  switch (tag) {
    case "str":
      return text;
    case "null":
      return NULL.test(text) ? null : undefined;
    case "bool":
      return readBoolean(text);
    case "int":
      return readInteger(text);
    case "float": {
      const value = readFloat(text) ?? readInteger(text);
      return value === undefined ? undefined : Number(value);
    }
    default:
      return undefined;
  }
}

function readBoolean(text: string): boolean | undefined {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : undefined;
}

function readInteger(text: string): number | bigint | undefined {
  if (text.length > MAX_DIGITS || !INTEGER.test(text)) return undefined;
  const digits = text.replace(/^[-+]/, "").replaceAll("_", "");
  const amount = readDigits(digits);
  const value = text.startsWith("-") ? -amount : amount;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function readDigits(digits: string): bigint {
  if (digits.includes(":")) return readBase60(digits.split(":").map(BigInt));
  return BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

function readBase60(parts: readonly bigint[]): bigint {
  return parts.reduce((sum, part) => sum * 60n + part, 0n);
}

function readFloat(text: string): number | undefined {
  if (NOT_A_NUMBER.test(text)) return NaN;
  const sign = text.startsWith("-") ? -1 : 1;
  if (INFINITE.test(text)) return sign * Infinity;
  if (!FLOAT.test(text)) return undefined;
  const digits = text.replace(/^[-+]/, "").replaceAll("_", "");
  return sign * digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

import type { ConfigOrigin, ConfigValue } from "../../mod.ts";
import { describePlace } from "./format_place.ts";
import type { Style } from "../format/style.ts";
import { padEnd, printable } from "../format/text.ts";
import { textWidth } from "../format/text_width.ts";

/** Comments stand below each other, but not further to the right than this. */
const MAX_COLUMN = 60;

/** Values as YAML, each with its place as a comment. With `isNamed`, the kinds of configuration are keys at the top. */
export function formatYaml(
  origins: readonly ConfigOrigin[],
  { style, isNamed }: { readonly style: Style; readonly isNamed: boolean },
): string[] {
  const lines: { readonly text: string; readonly comment: string }[] = [];
  let above: readonly string[] = [];
  for (const { group, path, value, place } of origins) {
    const keys = isNamed ? [group, ...path] : path;
    const shared = countShared(above, keys);
    for (let depth = shared; depth < keys.length - 1; depth++) {
      lines.push({ text: `${indent(depth)}${formatKey(keys[depth] ?? "")}:`, comment: "" });
    }
    const text = `${indent(keys.length - 1)}${formatKey(keys.at(-1) ?? "")}: ${formatValue(value)}`;
    lines.push({ text, comment: printable(describePlace({ ...place, column: undefined })) });
    above = keys;
  }
  const column = Math.min(MAX_COLUMN, Math.max(0, ...lines.map(({ text }) => textWidth(text))));
  return lines.map(({ text, comment }) =>
    comment === "" ? text : `${padEnd(text, column)}  ${style.dim(`# ${comment}`)}`
  );
}

/** A value as YAML on one line. */
export function formatValue(value: ConfigValue): string {
  if (typeof value === "string") return isPlain(value) ? value : quote(value);
  if (typeof value === "number") return formatNumber(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(formatValue).join(", ")}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${quote(key)}: ${formatValue(inner)}`);
  return `{${entries.join(", ")}}`;
}

function formatKey(key: string): string {
  return isPlain(key) ? key : quote(key);
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  // With a point it is a float for every reader, and no whole number beyond what a number can hold.
  if (/^-?\d+e/.test(text)) return text.replace("e", ".0e");
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? `${text}.0` : text;
}

// What no reader of YAML takes for something else; in lists a comma or bracket would end it.
function isPlain(text: string): boolean {
  return /^(?:[A-Za-z_/]|\.{1,2}\/)[\w/.+\- ]*(?<! )$/.test(text) &&
    !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text);
}

function quote(text: string): string {
  // JSON is YAML, but for two line ends that it writes as they are.
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029").replaceAll(
    "\x7f",
    "\\x7f",
  )
    .replace(/[\x80-\x9f]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`).replaceAll(
      "\ufeff",
      "\\ufeff",
    );
}

function countShared(above: readonly string[], keys: readonly string[]): number {
  const end = keys.findIndex((key, depth) => key !== above[depth]);
  return Math.min(end < 0 ? keys.length - 1 : end, keys.length - 1);
}

function indent(depth: number): string {
  return "  ".repeat(depth);
}

import type { ConfigNode, ScalarNode } from "../config_node.ts";

/**
 * A value as Python writes it into a longer text, so that a file made for Kedro gives the same names and paths:
 * `True`, `None`, `1e-05`, `['a', 1]`.
 */
export function pythonText(node: ConfigNode): string {
  return node.kind === "scalar" && typeof node.value === "string" ? node.value : describe(node);
}

function describe(node: ConfigNode): string {
  switch (node.kind) {
    case "scalar":
      return describeScalar(node);
    case "list":
      return `[${node.items.map(describe).join(", ")}]`;
    case "map": {
      const entries = [...node.entries].map(([key, { value }]) => `${quote(key)}: ${describe(value)}`);
      return `{${entries.join(", ")}}`;
    }
  }
}

function describeScalar(node: ScalarNode): string {
  const { value } = node;
  if (value === null) return "None";
  if (typeof value === "string") return quote(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "number" ? describeNumber(value, isWrittenAsFloat(node)) : String(value);
}

function describeNumber(value: number, isFloat: boolean): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Number.isInteger(value) && !isFloat) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    // Two digits at least in the exponent.
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

// A number does not remember that it was 1.0; the file does.
function isWrittenAsFloat({ mark, from }: ScalarNode): boolean {
  if (from !== undefined) return from.target?.kind === "scalar" && isWrittenAsFloat(from.target);
  const written = mark.source.text.slice(mark.start, mark.end);
  return /[.eE]/.test(written) && !/^[-+]?0x/i.test(written);
}

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`)
    .replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  return `${mark}${escaped}${mark}`;
}

import assert from "node:assert/strict";
import { toData } from "../../lib/config/config_node.ts";
import { interpolate } from "../../lib/config/interpolation/interpolate.ts";
import { listOrigins } from "../../lib/config/explain/list_origins.ts";
import { toNode } from "../../lib/config/config_node.ts";
import { namedSource, sourceText } from "../../lib/config/source_text.ts";
import { parseYaml } from "../../lib/config/yaml.ts";
import { NO_SECRETS } from "../support/no_secrets.ts";

// With time that grows as the square of the length, each would take minutes.
const LENGTH = 100_000;
const PIECES = [
  "0",
  "1_",
  "0b1",
  "1:",
  ":59",
  ".",
  "e",
  "a",
  "a b",
  "'",
  '"',
  "[",
  "{",
  "${",
  "}",
  "$",
  "\\",
  ",",
  "&",
  "*a ",
  "- ",
  "\n",
  "a:\n",
  "\t",
  "#",
];

for (
  const [before, after] of [["k: ", ""], ["k: 0b", "x"], ["k: 1", "e"], ['k: "', '"'], ["k: [", "]"], [
    "k: ${",
    "}",
  ], ["", ""]] as const
) {
  Deno.test(`configuration is done with long values: ${JSON.stringify(`${before}…${after}`)}`, () => {
    for (const piece of PIECES) {
      const text = `${before}${piece.repeat(LENGTH / piece.length)}${after}\n`;
      const { node, issues } = parseYaml(sourceText("a.yml", text));
      if (node?.kind !== "map") {
        assert.ok(issues.length > 0 || node === undefined || node.kind === "scalar" || node.kind === "list");
        continue;
      }
      const empty = toNode({}, { source: namedSource("none"), start: 0, end: 0 });
      const context = {
        group: "parameters",
        isSecret: false,
        globals: empty,
        runtime: empty,
        variables: undefined,
        resolvers: {},
      };
      const resolved = interpolate(node, node, context);
      toData(resolved.node);
      listOrigins({ group: "parameters", node: resolved.node, secrets: NO_SECRETS });
    }
  });
}

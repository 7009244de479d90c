import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { formatValue, formatYaml } from "../../../cli/config/format_yaml.ts";
import { createStyle } from "../../../cli/format/style.ts";
import { toData, toNode } from "../../../lib/config/config_node.ts";
import { listOrigins } from "../../../lib/config/explain/list_origins.ts";
import { namedSource, sourceText } from "../../../lib/config/source_text.ts";
import { parseYaml } from "../../../lib/config/yaml.ts";
import type { ConfigObject, ConfigValue } from "../../../lib/core/config_value.ts";
import { NO_SECRETS } from "../../support/no_secrets.ts";

function read(text: string): unknown {
  const { node, issues } = parseYaml(sourceText("shown.yml", text));
  assert.deepEqual(issues, [], text);
  assert.ok(node !== undefined, text);
  return toData(node);
}

const scalars = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "yes",
    "null",
    "~",
    "1e3",
    "0x1F",
    "12:30",
    "a: b",
    "# no",
    " x",
    "x ",
    "-",
    "./a b",
    "",
    "<<",
    "é",
  ),
  fc.double(),
  fc.integer(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }),
  fc.boolean(),
  fc.constant(null),
);
const { value: values } = fc.letrec<{ value: ConfigValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalars,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }),
  ),
}));

// -0 and 0 are the same number, and floats without a fraction are integers.
const normal = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, inner) => {
    if (typeof inner === "bigint") return `${inner}n`;
    return typeof inner === "number" && !Number.isFinite(inner) ? String(inner) : inner;
  }));

Deno.test("formatValue() writes YAML that means the value", () => {
  fc.assert(fc.property(values, (value) => {
    assert.deepEqual(normal(read(`k: ${formatValue(value)}`)), { k: normal(value) });
  }));
});

Deno.test("formatYaml() writes configuration that reads as it is", () => {
  const visible = fc.dictionary(fc.string({ minLength: 1 }), values, { minKeys: 1, maxKeys: 5 });
  fc.assert(fc.property(visible, (data) => {
    const node = toNode(data as ConfigObject, { source: namedSource("a.yml"), start: 0, end: 0 });
    const { origins } = listOrigins({ group: "parameters", node, secrets: NO_SECRETS });
    // Names and texts that look like secrets would be hidden.
    fc.pre(origins.every(({ isHidden }) => !isHidden));

    const lines = formatYaml(origins, { style: createStyle(false), isNamed: true });

    assert.deepEqual(normal(read(lines.join("\n"))), { parameters: normal(data) });
  }));
});

import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type MapNode, toData, toNode } from "../../lib/config/config_node.ts";
import { interpolate } from "../../lib/config/interpolation/interpolate.ts";
import { namedSource } from "../../lib/config/source_text.ts";
import type { ConfigObject, ConfigValue } from "../../lib/core/config_value.ts";

const nodeOf = (data: ConfigObject): MapNode =>
  toNode(data, { source: namedSource("a.yml"), start: 0, end: 0 });

function resolve(data: ConfigObject, globals: ConfigObject = {}): ConfigObject {
  const node = nodeOf(data);
  const { node: resolved, issues } = interpolate(node, node, {
    group: "parameters",
    isSecret: false,
    globals: nodeOf(globals),
    runtime: nodeOf({}),
    variables: undefined,
    resolvers: {},
  });
  assert.deepEqual(issues, []);
  return toData(resolved);
}

// As Python writes them, where text is put together.
const textOf = (value: ConfigValue): string =>
  value === null ? "None" : value === true ? "True" : value === false ? "False" : String(value);

const scalars = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.stringMatching(/^[a-z ]{0,6}$/),
);

Deno.test("references to references give the value that stands at their end, whole or inside of text", () => {
  // Each key refers to one that was made before, in any order in the file.
  const steps = fc.array(fc.record({ to: fc.nat(), isWhole: fc.boolean(), isGlobal: fc.boolean() }), {
    maxLength: 12,
  });
  fc.assert(fc.property(scalars, steps, fc.boolean(), (first, list, isReversed) => {
    const written: [string, ConfigValue][] = [["k0", first]];
    const expected: ConfigValue[] = [first];
    for (const { to, isWhole, isGlobal } of list) {
      const at = to % expected.length;
      const reference = isGlobal ? "${globals:first}" : `\${k${at}}`;
      const value = isGlobal ? first : expected[at] ?? null;
      written.push([`k${expected.length}`, isWhole ? reference : `<${reference}>`]);
      expected.push(isWhole ? value : `<${textOf(value)}>`);
    }

    const resolved = resolve(Object.fromEntries(isReversed ? written.toReversed() : written), { first });

    assert.deepEqual(expected.map((_value, index) => resolved[`k${index}`]), expected);
  }));
});

Deno.test("any text can be written literally: what begins an interpolation is escaped", () => {
  const text = fc.array(fc.constantFrom("${", "}", "a", ":", "\\", "$", "{", ".", "é", " "), {
    maxLength: 12,
  })
    .map((pieces) => pieces.join(""));
  fc.assert(fc.property(text, (text) => {
    // Backslashes before it are doubled, and one more makes it literal.
    const escaped = text.replaceAll(/(\\*)\$\{/g, (_all, slashes: string) => `${slashes}${slashes}\\\${`);

    assert.deepEqual(resolve({ value: escaped }), { value: text });
  }));
});

Deno.test("working out twice changes nothing", () => {
  fc.assert(fc.property(fc.array(scalars, { minLength: 1, maxLength: 5 }), (values) => {
    const data = { list: values, map: { a: "${list[0]}", b: "${.a}" }, copy: "${map}" };
    const once = resolve(data);

    assert.deepEqual(resolve(once), once);
    assert.deepEqual(once["copy"], once["map"]);
  }));
});

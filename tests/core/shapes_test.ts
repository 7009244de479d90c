import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { Checked, Shape } from "../../lib/core/shape.ts";
import * as s from "../../lib/core/shapes.ts";
import { schemaProblems } from "../support/json_schema.ts";

function valueOf<T>(checked: Checked<T>): T {
  assert.ok("value" in checked, JSON.stringify(checked));
  return checked.value;
}

Deno.test("map() gives the fields that it knows, with what counts where one is missing", () => {
  const shape = s.map({
    needed: s.text(),
    optional: s.text().optional(),
    settled: s.map({ depth: s.whole().or(2), name: s.text().nullable().or(null) }).or({}),
  });

  assert.deepEqual(valueOf(shape.check({ needed: "a" })), { needed: "a", settled: { depth: 2, name: null } });
  assert.deepEqual(valueOf(shape.check({ needed: "a", optional: "b", settled: { depth: 3 } })), {
    needed: "a",
    optional: "b",
    settled: { depth: 3, name: null },
  });
});

Deno.test("map() misses a field that may be anything", () => {
  assert.deepEqual(s.map({ a: s.anything() }).check({}), {
    problems: [{ kind: "type", path: ["a"], wanted: ["given"] }],
  });
});

Deno.test("map() takes no value for a field that may be missing", () => {
  assert.ok("problems" in s.map({ a: s.text().optional() }).check({ a: undefined }));
  assert.ok("problems" in s.map({ a: s.text().optional() }).check({ a: null }));
});

Deno.test("map() knows no field by the name of what every object has", () => {
  const shape = s.map({ a: s.text().optional() });

  for (const key of ["toString", "constructor", "__proto__"]) {
    assert.ok("problems" in shape.check(JSON.parse(`{"${key}": 1}`)), key);
  }
});

Deno.test("openMap() takes fields that it does not know as they are", () => {
  const data = JSON.parse('{"a": 1, "b": {"c": 2}, "__proto__": 3}');

  const value = valueOf(s.openMap({ a: s.whole() }).check(data));

  assert.deepEqual(Object.entries(value), Object.entries(data));
});

Deno.test("someOf() leaves out fields that it does not know", () => {
  assert.deepEqual(valueOf(s.someOf({ a: s.whole() }).check({ a: 1, b: 2 })), { a: 1 });
});

Deno.test("to() gives what is made of a value that fits", () => {
  const shape = s.either([s.number(), s.choice(["NaN", "Infinity"]).to(Number)]);

  assert.deepEqual([1, "Infinity", "NaN"].map((value) => valueOf(shape.check(value))), [1, Infinity, NaN]);
  assert.ok("problems" in shape.check("1"));
});

Deno.test("translated() checks what a word means", () => {
  const shape = s.translated((value) => value === "yes" ? true : value, s.flag());

  assert.equal(valueOf(shape.check("yes")), true);
  assert.equal(valueOf(shape.check(false)), false);
  assert.ok("problems" in shape.check("maybe"));
});

Deno.test("where() is not asked about a value that is wrong already", () => {
  const shape = s.map({ a: s.text() }).where(() => assert.fail("It was asked"), "must be something");

  assert.ok("problems" in shape.check({ a: 1 }));
});

Deno.test("where() blames the place that it names", () => {
  const shape = s.map({ a: s.text() }).where(({ a }) => a === "b", "must be b", ["a"]);

  assert.deepEqual(shape.check({ a: "c" }), {
    problems: [{ kind: "rule", path: ["a"], wanted: ["must be b"] }],
  });
});

Deno.test("number() takes none that JSON cannot hold", () => {
  for (const value of [NaN, Infinity, -Infinity]) assert.ok("problems" in s.number().check(value));
});

// Everything that has a form in JSON Schema, inside of each other.
const { shape: shapes } = fc.letrec<{ readonly shape: Shape<unknown> }>((tie) => ({
  shape: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Shape<unknown>>(
      s.text(),
      s.text({ min: 1 }),
      s.text({ length: 1 }),
      s.text({ pattern: /^[ab]+$/ }),
      s.number(),
      s.number({ min: 0, max: 10 }),
      s.number({ above: 0 }),
      s.whole(),
      s.whole({ min: 1, max: 3 }),
      s.flag(),
      s.choice(["a", 0, false, null]),
      s.anything(),
    ),
    tie("shape").map((inner) => inner.nullable()),
    fc.tuple(tie("shape"), fc.constantFrom(0, 1)).map(([inner, min]) => s.list(inner, { min })),
    tie("shape").map((inner) => s.dictionary(inner)),
    fc.tuple(tie("shape"), tie("shape")).map((both) => s.either(both)),
    fc.tuple(tie("shape"), tie("shape")).map(([a, b]) => s.map({ a, b: b.optional() })),
    fc.tuple(tie("shape"), tie("shape")).map(([a, b]) => s.openMap({ a: a.optional(), b })),
  ),
}));

// Few keys and values, so that they often fit.
const { value: values } = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>("", "a", "ab", "c", 0, 1, 2.5, 3, 11, -1, true, false, null),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

Deno.test("a shape takes the values that its JSON Schema takes, and no others", () => {
  let taken = 0;
  let refused = 0;
  fc.assert(
    fc.property(shapes, fc.array(values, { minLength: 20, maxLength: 20 }), (shape, data) => {
      for (const value of data) {
        const isTaken = "value" in shape.check(value);
        const problems = schemaProblems(shape.json, value);
        assert.equal(isTaken, problems.length === 0, `${JSON.stringify([shape.json, value])} ${problems}`);
        isTaken ? taken++ : refused++;
      }
    }),
    { numRuns: 150 },
  );
  assert.ok(taken > 100 && refused > 100, `${taken} taken, ${refused} refused`);
});

Deno.test("a shape gives a value back as it was", () => {
  fc.assert(
    fc.property(shapes, fc.array(values, { minLength: 20, maxLength: 20 }), (shape, data) => {
      for (const value of data) {
        const checked = shape.check(value);
        if ("value" in checked) assert.deepEqual(checked.value, value);
      }
    }),
  );
});

import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { toData } from "../../lib/config/config_node.ts";
import { sourceText } from "../../lib/config/source_text.ts";
import { parseYaml } from "../../lib/config/yaml.ts";
import { describeIssue } from "../../lib/core/issue.ts";

/** The data of a text that must be right. */
function read(text: string): unknown {
  const { node, issues } = parseYaml(sourceText("a.yml", text));
  assert.deepEqual(issues, []);
  return node && toData(node);
}

/** What is wrong with a text, a line each. */
function problemsOf(text: string): string[] {
  return parseYaml(sourceText("a.yml", text)).issues.map(describeIssue);
}

Deno.test("parseYaml() reads maps, lists and scalars in every style", () => {
  const text = `
a: {b: [1, 'two', "three"], c: }
d:
  - - x
  - e: |
      lines
      kept
    f: >
      lines
      folded
? g
: h
`;

  assert.deepEqual(read(text), {
    a: { b: [1, "two", "three"], c: null },
    d: [["x"], { e: "lines\nkept\n", f: "lines folded\n" }],
    g: "h",
  });
});

Deno.test("parseYaml() reads JSON, indented with tabs or not", () => {
  const data = { a: [1, 2.5, null, true], "b c": { d: 'quote " slash / \\ \u00e9 \ud83d\ude00 \n' }, e: {} };

  assert.deepEqual(read(JSON.stringify(data)), data);
  assert.deepEqual(read(JSON.stringify(data, null, "\t")), data);
  assert.deepEqual(read('{"a": "\\/ \\ud83d\\ude00"}'), { a: "/ 😀" });
});

Deno.test("parseYaml() gives nothing for a text without a value", () => {
  for (const text of ["", "\n", "# only a comment\n"]) {
    assert.deepEqual(parseYaml(sourceText("a.yml", text)), {
      node: undefined,
      issues: [],
      hasAliases: false,
    });
  }
  assert.equal(read("---\n"), null);
});

Deno.test("parseYaml() reads text with a byte order mark and Windows line ends", () => {
  assert.deepEqual(read("\ufeffa: 1\r\nb:\r\n  - c\r\n"), { a: 1, b: ["c"] });
});

Deno.test("parseYaml() makes text of keys that are not text", () => {
  assert.deepEqual(read("on: 1\nno: 2\n3: x\n2.5: y\n~: z\n"), {
    true: 1,
    false: 2,
    3: "x",
    2.5: "y",
    null: "z",
  });
});

Deno.test("parseYaml() treats the key __proto__ as any other", () => {
  const data = read("__proto__: {polluted: 1}\na: {constructor: 2}\n") as Record<string, unknown>;

  assert.deepEqual(Object.keys(data), ["__proto__", "a"]);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});

Deno.test("parseYaml() repeats anchored values and merges maps", () => {
  const text = `
base: &base {type: csv, load_args: {sep: ";"}}
more: &more {type: json, extra: 1}
one:
  type: text
  <<: *base
two:
  <<: [*base, *more]
list: [*base, *base]
"<<": quoted
`;

  const base = { type: "csv", load_args: { sep: ";" } };
  assert.deepEqual(read(text), {
    base,
    more: { type: "json", extra: 1 },
    one: { type: "text", load_args: { sep: ";" } },
    two: { type: "csv", load_args: { sep: ";" }, extra: 1 },
    list: [base, base],
    "<<": "quoted",
  });
});

Deno.test("parseYaml() reads the tags of plain values", () => {
  assert.deepEqual(
    read(
      "a: !!str 12\nb: !!int '7'\nc: !!float 3\nd: ! 12\ne: !!map {f: !!seq [1]}\ng: !<tag:yaml.org,2002:str> 1",
    ),
    {
      a: "12",
      b: 7,
      c: 3,
      d: "12",
      e: { f: [1] },
      g: "1",
    },
  );
});

Deno.test("parseYaml() reports every key that is written twice, with both lines", () => {
  assert.deepEqual(problemsOf("a: 1\nb: {c: 1, c: 2}\nd: [{e: 1, e: 2}]\na: 3\n"), [
    "a.yml:2:11  b.c is written twice, first on line 2",
    "a.yml:3:12  d[0].e is written twice, first on line 3",
    "a.yml:4:1  a is written twice, first on line 1",
  ]);
});

Deno.test("parseYaml() refuses what configuration cannot mean", () => {
  assert.deepEqual(problemsOf("a: !!python/object:os.system x\nb: !!int seven\nc: !Ref x"), [
    "a.yml:1:4  A tag must be !!str, !!int, !!float, !!bool, !!null, !!seq or !!map and fit its value; " +
    'a value that begins with "!" must be quoted',
    "a.yml:2:4  A tag must be !!str, !!int, !!float, !!bool, !!null, !!seq or !!map and fit its value; " +
    'a value that begins with "!" must be quoted',
    "a.yml:3:4  A tag must be !!str, !!int, !!float, !!bool, !!null, !!seq or !!map and fit its value; " +
    'a value that begins with "!" must be quoted',
  ]);
  assert.deepEqual(problemsOf("a: *unknown\nb: &b [*b]"), [
    'a.yml:1:4  There is no anchor of this name above; a value that begins with "*" must be quoted',
    'a.yml:2:8  There is no anchor of this name above; a value that begins with "*" must be quoted',
  ]);
  assert.deepEqual(problemsOf("[a, b]: c"), ["a.yml:1:1  A key must be text: this one is a list or a map"]);
  assert.deepEqual(problemsOf("<<: [1]\n"), ['a.yml:1:6  Only maps can be merged by "<<"']);
  assert.deepEqual(problemsOf("a: 1\n---\nb: 2\n"), [
    "a.yml:3:1  There must be one document in a file: a second one begins here",
  ]);
});

Deno.test("parseYaml() refuses a small text that stands for billions of values", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level <= 9; level++) {
    lines.push(`a${level}: &a${level} [${Array(10).fill(`*a${level - 1}`).join(", ")}]`);
  }

  assert.deepEqual(problemsOf(lines.join("\n")), [
    "a.yml:6:25  Aliases must stand for at most 500000 values",
  ]);
});

Deno.test("parseYaml() refuses a text nested too deep", () => {
  const [problem] = problemsOf("[".repeat(5000));

  assert.match(
    problem ?? "",
    /^a\.yml:1:\d+ {2}This is not valid YAML: values must be nested at most 100 deep$/,
  );
});

Deno.test("parseYaml() reads a catalog of 5,000 entries that share a template", () => {
  const options = Array.from({ length: 20 }, (_, i) => `option_${i}: ${i}`).join(", ");
  const lines = Array.from({ length: 5000 }, (_, i) => `entry_${i}: {<<: *base, filepath: data/${i}.csv}`);

  const data = read([`_base: &base {type: csv, load_args: {${options}}}`, ...lines].join("\n"));

  assert.equal(Object.keys(data as object).length, 5001);
});

Deno.test("parseYaml() reads values that aliases nest deep", () => {
  const lines = Array.from({ length: 800 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`);

  const { a800 } = read(["a0: &a0 x", ...lines].join("\n")) as { a800: unknown };

  assert.equal(JSON.stringify(a800).length, 800 * 2 + 3);
});

Deno.test("parseYaml() gives a value or a problem inside the text, for any text", () => {
  const characters = fc.constantFrom(..."ab: ,[]{}'\"\\#!*&%@|>?-<\n\t1é😀");
  const words = fc.constantFrom(
    ": ",
    "- ",
    "\n  ",
    "\n",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "---\n",
    "? ",
    "|\n",
    ">-\n",
    "'",
    '"',
  );

  fc.assert(
    fc.property(fc.array(fc.oneof(characters, words), { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");

      const { node, issues } = parseYaml(sourceText("a.yml", text));

      if (node !== undefined) toData(node);
      const lines = text.split("\n");
      for (const { place } of issues) {
        assert.ok(place?.line !== undefined && place.column !== undefined);
        assert.ok(place.line <= lines.length && place.column <= (lines[place.line - 1] ?? "").length + 1);
      }
    }),
    { numRuns: 3000 },
  );
});

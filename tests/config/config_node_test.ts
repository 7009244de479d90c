import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type ConfigNode, type MapNode, placesOf, toData, toNode } from "../../lib/config/config_node.ts";
import { mergeDeep, overlay } from "../../lib/config/merge.ts";
import { namedSource, sourceText } from "../../lib/config/source_text.ts";
import { parseYaml } from "../../lib/config/yaml.ts";
import type { SourcePlace } from "../../lib/core/issue.ts";
import type { PlaceOf } from "../../lib/core/located.ts";
import { dump } from "../../lib/deps/js_yaml.ts";

type Tree = string | number | readonly Tree[] | { readonly [key: string]: Tree };
type Path = readonly (string | number)[];

/** Trees of which every key and value is written differently from all others, so that it can be found in a text. */
function trees(): fc.Arbitrary<{ readonly [key: string]: Tree }> {
  const { node } = fc.letrec<{ node: "leaf" | "number" | unknown[] }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constant("leaf" as const),
      fc.constant("number" as const),
      fc.tuple(fc.constant("list"), fc.array(tie("node"), { maxLength: 4 })),
      fc.tuple(fc.constant("map"), fc.array(tie("node"), { maxLength: 4 })),
    ),
  }));
  return fc.array(node, { minLength: 1, maxLength: 5 }).map((shapes) => {
    let count = 0;
    const grow = (shape: unknown): Tree => {
      if (shape === "leaf") return `v${count++} é😀 ${"it's".slice(0, count % 5)}`.trim();
      if (shape === "number") return 1000 + count++;
      const [kind, items] = shape as [string, unknown[]];
      if (kind === "list") return items.map(grow);
      return Object.fromEntries(items.map((item) => [`k${count++} é`, grow(item)]));
    };
    return grow(["map", shapes]) as { readonly [key: string]: Tree };
  });
}

const styles = fc.record({
  flowLevel: fc.integer({ min: -1, max: 4 }),
  indent: fc.integer({ min: 1, max: 6 }),
  seqNoIndent: fc.boolean(),
  seqInlineFirst: fc.boolean(),
  flowBracketPadding: fc.boolean(),
  quoteFlowKeys: fc.boolean(),
  forceQuotes: fc.boolean(),
  quoteStyle: fc.constantFrom("single" as const, "double" as const),
});

function mapOf(file: string, text: string): MapNode {
  const { node, issues } = parseYaml(sourceText(file, text));
  assert.deepEqual(issues, []);
  assert.equal(node?.kind, "map");
  return node as MapNode;
}

/** The characters that a place means. */
function textAt(place: SourcePlace | undefined, text: string): string {
  assert.ok(place?.line !== undefined && place.column !== undefined);
  const line = text.split(/\r\n|\n/)[place.line - 1] ?? "";
  // The line comes along unless it is too long to show.
  assert.ok(place.text === line || line.length > 400);
  return line.slice(place.column - 1, place.column - 1 + (place.length ?? 0));
}

function* leaves(tree: Tree, path: Path = []): Generator<readonly [Path, string | number]> {
  if (typeof tree !== "object") yield [path, tree];
  else if (Array.isArray(tree)) {
    for (const [index, item] of tree.entries()) yield* leaves(item, [...path, index]);
  } else for (const [key, item] of Object.entries(tree)) yield* leaves(item, [...path, key]);
}

function* keys(tree: Tree, path: Path = []): Generator<Path> {
  if (typeof tree !== "object") return;
  for (const [key, item] of Object.entries(tree)) {
    const here = [...path, Array.isArray(tree) ? Number(key) : key];
    if (!Array.isArray(tree)) yield here;
    yield* keys(item, here);
  }
}

function unquote(text: string): string {
  if (text.startsWith('"')) return JSON.parse(text);
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}

Deno.test("placesOf() points at the text of every key and value, in any style", () => {
  fc.assert(
    fc.property(trees(), styles, fc.boolean(), (tree, style, isWindows) => {
      const text = dump(tree, style).replaceAll("\n", isWindows ? "\r\n" : "\n");
      const node = mapOf("a.yml", text);
      const placeOf = placesOf(node);

      assert.deepEqual(toData(node), tree);
      for (const [path, value] of leaves(tree)) {
        assert.equal(unquote(textAt(placeOf(path), text)), String(value));
      }
      for (const path of keys(tree)) {
        assert.equal(unquote(textAt(placeOf(path, "key"), text)), path.at(-1));
      }
    }),
    { numRuns: 200 },
  );
});

function placesIn(text: string): PlaceOf {
  return placesOf(mapOf("a.yml", text));
}

function at(place: SourcePlace | undefined): string {
  return `${place?.file}:${place?.line}:${place?.column}`;
}

Deno.test("placesOf() leads to the nearest key where a path leads nowhere", () => {
  const placeOf = placesIn("model:\n  trees: 10\n  names:\n    - a\n");

  assert.equal(at(placeOf(["model", "leaves"])), "a.yml:1:1");
  assert.equal(at(placeOf(["model", "trees", "deeper", "still"])), "a.yml:2:3");
  assert.equal(at(placeOf(["model", "names", 7])), "a.yml:3:3");
  assert.equal(placeOf(["unknown"]), undefined);
});

Deno.test("placesOf() puts a value that is not written after its key", () => {
  const placeOf = placesIn("a:\nb: {c: , d}\ne: !!str\n");

  assert.deepEqual(["a", "b", "e"].map((key) => at(placeOf([key]))), ["a.yml:1:2", "a.yml:2:4", "a.yml:3:2"]);
  assert.equal(at(placeOf(["b", "c"])), "a.yml:2:6");
  assert.equal(at(placeOf(["b", "d"])), "a.yml:2:11");
});

Deno.test("placesOf() leads from an alias to where it stands, and below it to where the values were written", () => {
  const placeOf = placesIn("base: &base {type: csv}\none: *base\ntwo:\n  <<: *base\n");

  assert.equal(at(placeOf(["one"])), "a.yml:2:6");
  assert.equal(at(placeOf(["one", "type"])), "a.yml:1:20");
  assert.equal(at(placeOf(["two", "type"])), "a.yml:1:20");
});

Deno.test("placesOf() knows the text of block scalars", () => {
  const text = "a: |\n  first\n  second\nb: >-\n\n  folded\n";
  const placeOf = placesIn(text);

  assert.equal(at(placeOf(["a"])), "a.yml:2:3");
  assert.equal(at(placeOf(["b"])), "a.yml:6:3");
});

Deno.test("overlay() and mergeDeep() keep the places of what they take", () => {
  const base = mapOf("base.yml", "a: {x: 1, y: 2}\nb: 3\n");
  const env = mapOf("env.yml", "a: {x: 9}\n");
  const given = toNode({ a: { z: 1 } }, { source: namedSource("--params"), start: 0, end: 0 });

  const { node } = mergeDeep(overlay(base, env), given);

  const files = (nodes: ConfigNode, paths: readonly Path[]) =>
    paths.map((path) => placesOf(nodes)(path)?.file);
  assert.deepEqual(toData(node), { a: { x: 9, z: 1 }, b: 3 });
  assert.equal(placesOf(node)(["a"], "key")?.file, "env.yml");
  assert.deepEqual(files(node, [["a", "x"], ["a", "z"], ["b"]]), ["env.yml", "--params", "base.yml"]);
});

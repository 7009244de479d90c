import assert from "node:assert/strict";
import { globToRegExp } from "../../lib/config/glob.ts";

const CASES: readonly (readonly [pattern: string, matches: readonly string[], others: readonly string[]])[] =
  [
    ["catalog*", ["catalog.yml", "catalog"], ["a/catalog.yml", "mycatalog.yml", "catalog/a.yml"]],
    ["catalog*/**", ["catalog/a.yml", "catalog_x/b/c.yml"], ["catalog.yml", "sub/catalog/a.yml"]],
    ["**/catalog*", ["catalog.yml", "a/b/catalog_c.json"], ["a/mycatalog.yml", "a/catalog/b.yml"]],
    ["**/spark-*", ["spark-a.yml", "x/y/spark-extra.yml"], ["spark/z.yml"]],
    ["p?.(y)[m]l+", ["pa.(y)[m]l+"], ["p.(y)[m]l+", "p/.(y)[m]l+", "pa.yml"]],
  ];

for (const [pattern, matches, others] of CASES) {
  Deno.test(`globToRegExp() matches what "${pattern}" means`, () => {
    const expression = globToRegExp(pattern);

    assert.deepEqual([...matches, ...others].filter((path) => expression.test(path)), matches);
  });
}

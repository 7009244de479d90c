import assert from "node:assert/strict";
import { parseFilter } from "../../../lib/tracking/search/parse_filter.ts";
import { parseOrder } from "../../../lib/tracking/search/parse_order.ts";
import { EXPERIMENTS, RUNS } from "../../../lib/tracking/search/vocabulary.ts";

Deno.test("parseFilter() reads conditions joined by AND", () => {
  assert.deepEqual(
    parseFilter("metrics.`a b` <= -1.5e3 and tags.x.y IS NOT NULL AND run_id not in ('a','b')", RUNS),
    [
      { field: { kind: "metric", key: "a b" }, comparison: "<=", value: -1500 },
      { field: { kind: "tag", key: "x.y" }, comparison: "IS NOT NULL", value: undefined },
      { field: { kind: "attribute", key: "run_id" }, comparison: "NOT IN", value: ["a", "b"] },
    ],
  );
  assert.deepEqual(parseFilter("", RUNS), []);
});

Deno.test("parseFilter() takes a quote that is written twice for one", () => {
  const [condition] = parseFilter("tags.who = 'it''s'", RUNS);

  assert.equal(condition?.value, "it's");
});

Deno.test("parseFilter() refuses a filter that ends with AND, which MLflow takes", () => {
  assert.throws(() => parseFilter("metrics.loss < 0.5 AND", RUNS), { name: "TrackingError" });
});

const MISTAKES: Readonly<Record<string, string>> = {
  "metrcs.loss < 1":
    `runs have no "metrcs" here; known: metrics, params, tags, datasets, attributes. Did you mean "metrics"? (position 1)
  metrcs.loss < 1
  ^^^^^^`,
  "stat = 'x'":
    `runs have no attribute "stat"; known: run_id, run_name, status, artifact_uri, user_id, start_time, end_time. Did you mean "status"? (position 1)
  stat = 'x'
  ^^^^`,
  "loss < 1":
    `runs have no attribute "loss"; known: run_id, run_name, status, artifact_uri, user_id, start_time, end_time. To search what was recorded write metrics.loss or params.loss or tags.loss (position 1)
  loss < 1
  ^^^^`,
  "params.lr = 0.1": `wanted text in quotes to compare params.lr with, such as '0.1', found 0.1 (position 13)
  params.lr = 0.1
              ^^^`,
  "metrics.loss < 'a'": `wanted a number to compare metrics.loss with, found 'a' (position 16)
  metrics.loss < 'a'
                 ^^^`,
  "params.lr IN ('a')":
    `params.lr cannot be compared by IN, only by one of = != LIKE ILIKE IS NULL IS NOT NULL (position 11)
  params.lr IN ('a')
            ^^`,
  "metrics.loss == 1":
    `metrics.loss cannot be compared by ==, only by one of = != < <= > >=. Did you mean "="? (position 14)
  metrics.loss == 1
               ^^`,
  "metrics.a < 1 OR metrics.b < 1": `conditions are joined by AND only; search twice for OR (position 15)
  metrics.a < 1 OR metrics.b < 1
                ^^`,
  "metrics.train/loss < 1":
    `"/" cannot stand here; names with other signs than letters, digits, "_" and "." stand in back-ticks (position 14)
  metrics.train/loss < 1
               ^`,
  "tags.a = 'open": `the text that begins with ' does not end (position 10)
  tags.a = 'open
           ^^^^^`,
  "metrics.loss <": `wanted a number to compare metrics.loss with, it ends (position 15)
  metrics.loss <
                ^`,
  "datasets.nme = 'x'":
    `datasets have no "nme"; known: name, digest, context. Did you mean "name"? (position 1)
  datasets.nme = 'x'
  ^^^^^^^^`,
};

for (const [filter, message] of Object.entries(MISTAKES)) {
  Deno.test(`parseFilter() says what is wrong with ${filter}`, () => {
    assert.throws(() => parseFilter(filter, RUNS), {
      name: "TrackingError",
      code: "INVALID_PARAMETER_VALUE",
      message: `Cannot search runs: ${message}`,
    });
  });
}

Deno.test("parseFilter() knows what each kind of thing has", () => {
  assert.throws(() => parseFilter("metrics.loss < 1", EXPERIMENTS), {
    message: /^Cannot search experiments: experiments have no "metrics" here; known: tags, attributes/,
  });
});

Deno.test("parseFilter() refuses more conditions, and longer values, than anyone needs", () => {
  const many = Array.from({ length: 501 }, () => "metrics.a < 1").join(" AND ");

  assert.throws(() => parseFilter(many, RUNS), /wanted at most 500 conditions, found 501/);
  assert.throws(
    () => parseFilter(`tags.a = '${"x".repeat(10_001)}'`, RUNS),
    /at most 10000 characters, it has 10001/,
  );
  assert.throws(() => parseFilter("tags.a = 'a\0b'", RUNS), /must not hold a NUL/);
});

Deno.test("parseOrder() reads fields with or without a direction", () => {
  assert.deepEqual(parseOrder(["metrics.loss", "start_time desc", "tags.`a b` ASC"], RUNS), [
    { field: { kind: "metric", key: "loss" }, descending: false },
    { field: { kind: "attribute", key: "start_time" }, descending: true },
    { field: { kind: "tag", key: "a b" }, descending: false },
  ]);
});

Deno.test("parseOrder() says what is wrong", () => {
  assert.throws(
    () => parseOrder(["metrics.loss UP"], RUNS),
    /wanted ASC, DESC or the end, found UP \(position 14\)/,
  );
  assert.throws(() => parseOrder(["start_time", "created"], RUNS), /Cannot order runs by "start_time" twice/);
  assert.throws(() => parseOrder(["datasets.name"], RUNS), /runs have no "datasets" here/);
});

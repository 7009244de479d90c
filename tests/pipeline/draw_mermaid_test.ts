import assert from "node:assert/strict";
import { drawMermaid } from "../../lib/pipeline/draw_mermaid.ts";
import { node } from "../../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";

const run = () => null;
const PAIR = pipeline([
  node({ name: "one", inputs: ["raw@csv", "raw@json", "params:k"], outputs: "mid", run }),
  node({ name: "two", inputs: "mid", run }),
]);

Deno.test("drawMermaid() draws nodes and datasets, each once, and no parameters", () => {
  assert.deepEqual(drawMermaid(PAIR).split("\n"), [
    "flowchart LR",
    '  n0["one"]',
    '  n1["two"]',
    '  d0[("raw")]',
    '  d1[("mid")]',
    "  d0 --> n0",
    "  n0 --> d1",
    "  d1 --> n1",
  ]);
});

Deno.test("drawMermaid() without datasets joins nodes", () => {
  assert.deepEqual(drawMermaid(PAIR, { datasets: false }).split("\n").slice(3), ["  n0 --> n1"]);
});

Deno.test("drawMermaid() marks what became of nodes by a sign and a colour", () => {
  const results = [{ name: "one", status: "done" }, { name: "two", status: "failed" }];

  const lines = drawMermaid(PAIR, { results, datasets: false }).split("\n");

  assert.deepEqual(lines.filter((line) => line.includes("n1")), [
    '  n1["✗ two"]',
    "  n0 --> n1",
    "  style n1 stroke:#cf222e,stroke-width:2px",
  ]);
  assert(lines.includes('  n0["✓ one"]'));
});

Deno.test("drawMermaid() leaves nothing in names that Mermaid would read", () => {
  const names = [
    'a "q"] --> x',
    "1. end",
    "#quot;",
    "<b>&`y`",
    "__x__",
    "fa:fa-car",
    "line\nbreak",
    "x-y.z_1",
    "ünï",
    "😀",
  ];
  const whole = pipeline(node({ name: "n", outputs: names, run: () => names }));

  const labels = drawMermaid(whole).split("\n").flatMap((line) => /\[\("(.*)"\)\]$/.exec(line)?.[1] ?? []);

  assert.deepEqual(labels, [
    "a#32;#34;q#34;#93;#32;#45;#45;#62;#32;x",
    "1#46;#32;end",
    "#35;quot#59;",
    "#60;b#62;#38;#96;y#96;",
    "#95;#95;x#95;#95;",
    "fa#58;fa-car",
    "line#10;break",
    "x-y.z_1",
    "ünï",
    "#128512;",
  ]);
});

Deno.test("drawMermaid() leaves datasets out when there would be more lines than Mermaid draws", () => {
  assert.match(drawMermaid(chain(250)), /d0\[/);
  assert.doesNotMatch(drawMermaid(chain(251)), /d0\[/);
  assert.match(drawMermaid(chain(251), { datasets: true }), /d0\[/);
});

// Two lines a node, with its datasets, but one for the first.
function chain(length: number): Pipeline {
  const link = (_: unknown, i: number) =>
    node({ name: `n${i}`, inputs: i === 0 ? null : `d${i}`, outputs: `d${i + 1}`, run });
  return pipeline(Array.from({ length }, link));
}

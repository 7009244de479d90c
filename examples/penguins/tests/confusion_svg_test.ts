import assert from "node:assert/strict";
import { drawConfusion } from "../pipelines/confusion_svg.ts";
import { scorePredictions } from "../pipelines/scores.ts";
import { predictions } from "./birds.ts";

Deno.test("drawConfusion() shows every count and its share of the actual species", () => {
  const scores = scorePredictions(predictions(["A", "A"], ["A", "A"], ["A", "B"], ["B", "B"]));

  const svg = drawConfusion(scores);

  const words = [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, content]) => content);
  for (const expected of ["2", "66.7%", "1", "33.3%", "0", "100%", "4 test birds, 75% named right"]) {
    assert.ok(words.includes(expected), expected);
  }
});

Deno.test("drawConfusion() says in words what the picture shows", () => {
  const svg = drawConfusion(scorePredictions(predictions(["A", "A"], ["A", "B"], ["B", "B"])));

  assert.match(
    svg,
    /<desc [^>]*>66.7% of the birds were named right. Of 2 A, 1 as A and 1 as B. Of 1 B, 1 as B.<\/desc>/,
  );
});

Deno.test("drawConfusion() escapes names", () => {
  const svg = drawConfusion(scorePredictions(predictions(["<A & B>", "<A & B>"])));

  assert.ok(svg.includes("&lt;A &amp; B&gt;"));
  assert.ok(!svg.includes("<A"));
});

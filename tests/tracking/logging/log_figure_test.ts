import assert from "node:assert/strict";
import { logFigure } from "../../../lib/tracking/logging/log_figure.ts";
import { inNode, recordedRun } from "../../support/recorded_run.ts";

const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>`;

Deno.test("logFigure() stores SVG as it is", async () => {
  const xml = `<?xml version="1.0"?>\n<!-- made by hand -->\n${SVG}`;

  assert.equal(await stored(SVG, "a.svg"), SVG);
  assert.equal(await stored(xml, "a.SVG"), xml);
});

Deno.test("logFigure() makes SVG out of a page stand on its own", async () => {
  assert.equal(
    await stored(`<svg width="1"><circle r="1"/></svg>`, "a.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg" width="1"><circle r="1"/></svg>`,
  );
});

Deno.test("logFigure() takes elements of a page and whatever turns into text", async () => {
  assert.equal(await stored({ outerHTML: SVG }, "a.svg"), SVG);
  assert.equal(await stored({ toString: () => SVG }, "a.svg"), SVG);
});

Deno.test("logFigure() stores HTML", async () => {
  assert.equal(await stored("<figure>x</figure>", "a.html"), "<figure>x</figure>");
});

Deno.test("logFigure() refuses other endings, and text that is no SVG", async () => {
  await assert.rejects(stored(SVG, "a.png"), {
    name: "TypeError",
    message: 'Cannot store a figure as "a.png": its path must end in ".svg" or ".html"',
  });
  await assert.rejects(stored({}, "a.svg"), {
    name: "TypeError",
    message: 'Cannot store a figure as "a.svg": its text does not begin with an <svg> element',
  });
});

Deno.test("logFigure() outside a run says how to open one", async () => {
  await assert.rejects(logFigure(SVG, "a.svg"), /Cannot call logFigure\(\) outside a run: .*withRun\(/);
});

async function stored(figure: Parameters<typeof logFigure>[0], path: string): Promise<string> {
  const run = recordedRun();
  await inNode(run, () => logFigure(figure, path));
  return new TextDecoder().decode(run.artifacts.get(path));
}

import assert from "node:assert/strict";
import { appendJobSummary, formatJobSummary } from "../../../cli/run/job_summary.ts";
import { escapeMarkdown, markdownCode } from "../../../cli/format/markdown.ts";
import { fakeCli } from "../../support/fake_cli.ts";
import { FAILED, fakeReport, fakeRun } from "../../support/fake_report.ts";
import { tempDir } from "../../support/temp_dir.ts";

const root = "/srv/ada/penguins";

Deno.test("formatJobSummary() has the run, a table of metrics and params, and the graph", () => {
  const text = formatJobSummary(fakeReport(), { root, drawGraph: () => "flowchart TD\n  a --> b\n" });

  assert.equal(
    text,
    `### ✅ penguins · run shining-auk-417

finished in 2.1 s · \\_\\_default\\_\\_ · base + local

| metric | value |
| --- | ---: |
| accuracy | 0.982 |
| loss | 0.0712 |

| param | value |
| --- | ---: |
| model.trees | 100 |
| min\\_mass | 2700 |

\`\`\`mermaid
flowchart TD
  a --> b
\`\`\`
`,
  );
});

Deno.test("formatJobSummary() of a failure tells what the terminal tells", () => {
  const text = formatJobSummary(fakeReport({ result: FAILED }), { root, drawGraph: undefined });

  assert.match(text, /^### ❌ penguins/);
  assert.match(text, /```text\n✗ .*No species\n {4}at trainForest \(pipelines\/train\.ts:41:22\)/);
});

Deno.test("formatJobSummary() does not draw what nobody could read", () => {
  const nodes = Array.from({ length: 500 }, (_, index) => ({ name: `n${index}`, status: "done" as const }));
  const report = fakeReport({ result: { ...FAILED, nodes } });

  const text = formatJobSummary(report, { root, drawGraph: () => assert.fail("It was drawn") });

  assert.match(text, /A graph of 500 nodes is too large to draw here\./);
});

Deno.test("formatJobSummary() shows names and values as they are, whatever is in them", () => {
  const run = fakeRun({ params: { "a|b": "<img src=x>\n| c" } });

  const text = formatJobSummary(fakeReport({ run, metrics: [] }), { root, drawGraph: undefined });

  assert.ok(text.includes("| a\\|b | &lt;img src=x&gt;\\\\n\\| c |"));
});

Deno.test("escapeMarkdown() leaves plain words alone", () => {
  assert.equal(escapeMarkdown("accuracy 0.982, f1"), "accuracy 0.982, f1");
});

Deno.test("markdownCode() cannot be closed by what is in it", () => {
  assert.equal(markdownCode("text", "a\n````\nb"), "`````text\na\n````\nb\n`````");
});

Deno.test("appendJobSummary() adds to what other steps wrote", async () => {
  await using dir = await tempDir();
  await dir.write({ "summary.md": "before\n" });
  const cli = fakeCli({ env: { GITHUB_STEP_SUMMARY: dir.join("summary.md") } });

  await appendJobSummary(cli.context, fakeReport(), { root, drawGraph: undefined });

  assert.match(await Deno.readTextFile(dir.join("summary.md")), /^before\n### ✅ penguins/);
  assert.equal(cli.stderr(), "");
});

Deno.test("appendJobSummary() does nothing outside of CI", async () => {
  const cli = fakeCli();

  await appendJobSummary(cli.context, fakeReport(), { root, drawGraph: () => assert.fail("It was drawn") });

  assert.equal(cli.stderr(), "");
});

Deno.test("appendJobSummary() only warns when the file cannot be written", async () => {
  await using dir = await tempDir();
  const cli = fakeCli({ env: { GITHUB_STEP_SUMMARY: dir.path } });

  await appendJobSummary(cli.context, fakeReport(), { root, drawGraph: undefined });

  assert.match(cli.stderr(), /^! Cannot append to the file of GITHUB_STEP_SUMMARY ".*": /);
});

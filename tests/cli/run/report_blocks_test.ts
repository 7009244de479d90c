import assert from "node:assert/strict";
import { createStyle } from "../../../cli/format/style.ts";
import { formatFailure } from "../../../cli/run/format_failure.ts";
import { formatSummary } from "../../../cli/run/format_summary.ts";
import { reportToJson } from "../../../cli/run/report_to_json.ts";
import { DatasetError } from "../../../mod.ts";
import { FAILED, fakeReport, fakeRun, FINISHED, RUN_ID } from "../../support/fake_report.ts";

const style = createStyle(false);
const root = "/srv/ada/penguins";

Deno.test("formatSummary() tells what came out, where it is and what to type next", () => {
  assert.deepEqual(formatSummary(fakeReport(), { style, width: 90 }), [
    "✓ finished in 2.1 s                                         run shining-auk-417 (8f3c12ab)",
    "  params    model.trees 100 · min_mass 2700",
    "  metrics   accuracy 0.982   loss 0.0712 (100 steps)",
    "  saved     predictions → data/07_model_output/predictions.csv",
    "  artifacts confusion.svg 6.1 kB · model/ 71 kB",
    "  where     .kedge/artifacts/1/8f3c/artifacts",
    "  compare   deno task kedge runs compare shining-auk-417 @previous",
  ]);
});

Deno.test("formatSummary() wraps between facts and counts what is too much", () => {
  const params = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`param_${index}`, "1"]));
  const lines = formatSummary(fakeReport({ run: fakeRun({ params }) }), { style, width: 50 });

  assert.deepEqual(lines.slice(1, 6), [
    "  params    param_0 1 · param_1 1 · param_2 1",
    "            param_3 1 · param_4 1 · param_5 1",
    "            param_6 1 · param_7 1 · param_8 1",
    "            param_9 1 · param_10 1 · 19 more",
    "  metrics   accuracy 0.982",
  ]);
});

Deno.test("formatSummary() of a run that was not recorded says so", () => {
  const lines = formatSummary(
    fakeReport({
      result: { ...FINISHED, tracked: false },
      run: undefined,
      metrics: [],
      artifacts: [],
      next: [],
    }),
    { style, width: 60 },
  );

  assert.deepEqual(lines, [
    "✓ finished in 2.1 s                             not recorded",
    "  saved     predictions → data/07_model_output/predictions.csv",
  ]);
});

Deno.test("formatFailure() tells which node failed where, with what, and how to go on", () => {
  const report = fakeReport({
    result: FAILED,
    failed: {
      name: "train",
      duration: 400,
      inputs: new Map([["train", { rows: 249, text: "249 rows × 7" }], ["params:model", {
        text: "{trees: 100}",
      }]]),
    },
    saved: [{ name: "penguins", description: {} }, { name: "train", description: {} }],
    next: [
      { label: "go on", command: "deno task kedge run --from-nodes train" },
      { label: "details", command: "deno task kedge runs show shining-auk-417" },
    ],
  });

  assert.deepEqual(formatFailure(report, { style, width: 90, root }), [
    '✗ node "train" failed after 0.4 s: No species',
    "    at trainForest (pipelines/train.ts:41:22)",
    "  inputs    train (249 rows × 7), params:model {trees: 100}",
    "  saved     penguins, train",
    "  not run   evaluate",
    "  go on     deno task kedge run --from-nodes train",
    "  details   deno task kedge runs show shining-auk-417",
  ]);
});

Deno.test("formatFailure() shows no frames of Kedge for an error that tells all by itself", () => {
  const error = new DatasetError('Cannot save dataset "scores": disk full', { dataset: "scores" });
  const report = fakeReport({ result: { ...FAILED, error }, saved: [], next: [] });

  assert.deepEqual(formatFailure(report, { style, width: 90, root }), [
    '✗ the run failed: Cannot save dataset "scores": disk full',
    "  not run   evaluate",
  ]);
});

Deno.test("formatFailure() of a stopped run says what stopped it and what did not run", () => {
  const report = fakeReport({
    result: {
      ...FAILED,
      status: "killed",
      error: new DOMException("Interrupted", "AbortError"),
      nodes: [{ name: "train", status: "stopped" }, { name: "evaluate", status: "not_run" }],
    },
    saved: [],
    next: [],
  });

  assert.deepEqual(formatFailure(report, { style, width: 90, root }), [
    "■ stopped after 2.1 s: interrupted",
    "  stopped   train",
    "  not run   evaluate",
  ]);
});

Deno.test("formatFailure() tells what hooks threw when they were told of the failure", () => {
  const report = fakeReport({ result: { ...FAILED, hookErrors: [new Error("No room")] } });

  assert.ok(formatFailure(report, { style, width: 90, root }).includes("  a hook failed too: No room"));
});

Deno.test("reportToJson() holds all that the summary tells, and more", () => {
  const json = reportToJson(fakeReport(), 0);

  assert.deepEqual(json.params, { "model.trees": "100", min_mass: "2700" });
  assert.deepEqual(json.metrics, {
    accuracy: { value: 0.98217, step: 0, points: 1 },
    loss: { value: 0.07124, step: 99, points: 100 },
  });
  assert.deepEqual(json.saved, [{
    name: "predictions",
    type: "csv",
    filepath: "data/07_model_output/predictions.csv",
  }]);
  assert.deepEqual([json.status, json.runId, json.runName], ["finished", RUN_ID, "shining-auk-417"]);
  assert.equal(json.error, undefined);
});

Deno.test("reportToJson() of a failure holds the error, its node and its cause", () => {
  const { error } = reportToJson(fakeReport({ result: FAILED }), 1) as { error: Record<string, unknown> };

  assert.deepEqual([error.name, error.node, error.exitCode], ["NodeError", "train", 1]);
  assert.match(
    JSON.stringify(error.cause),
    /"name":"TypeError","message":"No species","stack":".*train\.ts:41:22/,
  );
});

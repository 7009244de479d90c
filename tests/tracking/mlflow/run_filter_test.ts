import assert from "node:assert/strict";
import { runFilter } from "../../../lib/tracking/mlflow/run_filter.ts";

Deno.test("runFilter() says all conditions in MLflow's words, which have no OR", () => {
  assert.equal(runFilter({}), "");
  assert.equal(
    runFilter({
      filter: "metrics.loss < 1",
      runName: "it's",
      runIdPrefix: "8f",
      status: ["FAILED", "KILLED"],
    }),
    `metrics.loss < 1 AND attributes.run_name = "it's" AND attributes.run_id LIKE '8f%'` +
      ` AND attributes.status != 'RUNNING' AND attributes.status != 'SCHEDULED' AND attributes.status != 'FINISHED'`,
  );
});

Deno.test("runFilter() knows what no run can meet", () => {
  assert.equal(runFilter({ status: [] }), undefined);
  assert.equal(runFilter({ runIdPrefix: "%" }), undefined);
});

Deno.test("runFilter() refuses a name with both kinds of quotes, which MLflow cannot compare", () => {
  assert.throws(() => runFilter({ runName: `'"` }), { name: "TrackingError" });
});

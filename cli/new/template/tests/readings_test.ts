import assert from "node:assert/strict";
import { openProject } from "https://kedge.example/kedge@0.1.0/mod.ts";
import { dropOutliers, summarize } from "../pipelines/readings.ts";

Deno.test("dropOutliers() keeps what is not above the limit", () => {
  const rows = [{ day: "2026-06-01", celsius: 21 }, { day: "2026-06-02", celsius: 99 }];

  assert.deepEqual(dropOutliers(rows, 21), [{ day: "2026-06-01", celsius: 21 }]);
});

Deno.test("summarize() finds the mean and the warmest day", () => {
  const rows = [{ day: "2026-06-01", celsius: 20 }, { day: "2026-06-02", celsius: 24 }];

  assert.deepEqual(summarize(rows), { days: 2, mean: 22, warmest: "2026-06-02" });
});

Deno.test("summarize() of nothing is no error", () => {
  assert.deepEqual(summarize([]), { days: 0, mean: 0, warmest: null });
});

Deno.test("the project opens: its configuration is complete", async () => {
  await using project = await openProject(new URL("../", import.meta.url));

  assert.deepEqual(project.catalog().names(), ["readings", "good_readings", "summary"]);
});

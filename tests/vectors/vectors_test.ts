import assert from "node:assert/strict";
import { listAreas, readVectorFile } from "./case.ts";
import { loadRunner, runArea } from "./run_area.ts";

const FOLDER = import.meta.dirname ?? "";
// Take an area out when its runner is written.
const NOT_BUILT: readonly string[] = [];

for (const area of await listAreas(FOLDER)) {
  const runner = await loadRunner(area);
  if (runner === undefined) continue;
  const { cases } = await readVectorFile(FOLDER, area);
  for (const theme of new Set(cases.map((vector) => vector.theme))) {
    Deno.test(`vectors of ${area} about ${theme} give what was recorded`, async () => {
      const results = await runArea(
        { area, cases: cases.filter((vector) => vector.theme === theme) },
        runner,
      );

      const failures = results.filter(({ problems }) => problems.length > 0);
      assert.deepEqual(failures.map(({ vector, problems }) => [vector.id, ...problems]), []);
    });
  }
}

Deno.test("vectors have a runner in every area but those of features to come", async () => {
  const missing: string[] = [];
  for (const area of await listAreas(FOLDER)) {
    if (await loadRunner(area) === undefined) missing.push(area);
  }

  assert.deepEqual(missing, NOT_BUILT);
});

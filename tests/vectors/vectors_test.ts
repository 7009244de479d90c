import assert from "node:assert/strict";
import { listAreas, readVectorFile } from "./case.ts";
import { loadRunner, runArea } from "./run_area.ts";

const FOLDER = import.meta.dirname ?? "";
// Take an area out when its runner is written.
const NOT_BUILT: readonly string[] = [];

for (const area of await listAreas(FOLDER)) {
  const runner = await loadRunner(area);
  if (runner === undefined) continue;
  const { waiting = {} } = runner;
  const all = (await readVectorFile(FOLDER, area)).cases;
  const cases = all.filter(({ id }) => !Object.hasOwn(waiting, id));
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

for (const area of await listAreas(FOLDER)) {
  const runner = await loadRunner(area);
  const waiting = Object.keys(runner?.waiting ?? {});
  if (runner === undefined || waiting.length === 0) continue;
  Deno.test(`vectors of ${area} that wait for something do not pass yet`, async () => {
    const { cases } = await readVectorFile(FOLDER, area);
    const results = await runArea({ area, cases: cases.filter(({ id }) => waiting.includes(id)) }, runner);

    const passing = results.filter(({ problems }) => problems.length === 0).map(({ vector }) => vector.id);
    assert.deepEqual({ passing, cases: results.length }, { passing: [], cases: waiting.length });
  });
}

Deno.test("vectors have a runner in every area but those of features to come", async () => {
  const missing: string[] = [];
  for (const area of await listAreas(FOLDER)) {
    if (await loadRunner(area) === undefined) missing.push(area);
  }

  assert.deepEqual(missing, NOT_BUILT);
});

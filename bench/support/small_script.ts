import { logMetric, logParam, logText, withRun } from "../../mod.ts";

// 10 params, 100 metrics, an artifact.
await withRun({ experiment: "script" }, async () => {
  for (let i = 0; i < 10; i++) logParam(`param ${i}`, i);
  for (let i = 0; i < 100; i++) logMetric("loss", 1 / (i + 1), { step: i });
  await logText("hello", "note.txt");
});

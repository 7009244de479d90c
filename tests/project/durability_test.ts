import assert from "node:assert/strict";
import { canTrace, traceScript } from "../support/strace.ts";
import { tempDir } from "../support/temp_dir.ts";

const SCRIPT = "tests/tracking/children/log_in_project.ts";
const POINTS = 40;

Deno.test({
  name:
    "Project.run() syncs each value with tracking.durability full, and else no more than the ends of a run",
  ignore: !await canTrace(),
  async fn() {
    const syncs = async (durability: string): Promise<number> => {
      await using dir = await tempDir();
      await dir.write({ "conf/base/kedge.yml": `tracking: { durability: ${durability} }` });
      const calls = await traceScript(["fsync", "fdatasync"], [SCRIPT, dir.path, String(POINTS)]);
      return calls.filter(({ step }) => step === "begin").length;
    };

    const [normal, full] = [await syncs("normal"), await syncs("full")];

    assert.ok(normal < POINTS / 2, `normal: ${normal}`);
    assert.ok(full >= POINTS, `full: ${full}`);
  },
});

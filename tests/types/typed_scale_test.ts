import assert from "node:assert/strict";
import { typedNodesModule } from "../../bench/support/typed_nodes.ts";
import { captureDeno, ROOT } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("300 typed nodes over 60 schemas compile, and the one that is wrong is named", async () => {
  await using dir = await tempDir();
  await dir.write({ "right.ts": typedNodesModule(300, 60), "wrong.ts": typedNodesModule(300, 60, 150) });
  const check = (file: string) =>
    captureDeno(["check", "--config", `${ROOT}deno.json`, file], {
      cwd: dir.path,
      env: { NO_COLOR: "1" },
    });

  const right = await check("right.ts");
  const wrong = await check("wrong.ts");

  assert.equal(right.code, 0, right.stderr);
  assert.equal(wrong.code, 1);
  const line = typedNodesModule(300, 60).split("\n").findIndex((text) => text.includes('"node_150"')) + 1;
  const lines = [...wrong.stderr.matchAll(/wrong\.ts:(\d+):\d+/g)].map(([, at]) => Number(at));
  assert.ok(lines.length > 0, wrong.stderr);
  assert.deepEqual(lines.filter((at) => at < line || at > line + 4), [], wrong.stderr);
});

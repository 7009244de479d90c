import assert from "node:assert/strict";
import { chooseSeed, seededRandom } from "../support/random.ts";
import { tempDir } from "../support/temp_dir.ts";
import { killRound } from "./kill_round.ts";

Deno.test("a run keeps all that it acknowledged when its process is killed at any moment", async () => {
  await using dir = await tempDir();
  const seed = chooseSeed();
  const random = seededRandom(seed);

  try {
    for (let round = 0; round < 3; round++) {
      const acknowledged = await killRound({ directory: dir.path, writers: 2, random });

      assert.ok(acknowledged > 0);
    }
  } catch (error) {
    throw new Error(`With KEDGE_SOAK_SEED=${seed}`, { cause: error });
  }
});

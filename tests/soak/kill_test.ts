import assert from "node:assert/strict";
import { chooseSeed, seededRandom } from "../support/random.ts";
import { tempDir } from "../support/temp_dir.ts";
import { killRound } from "../tracking/kill_round.ts";

const ROUNDS = 60;
const WRITERS = 4;

Deno.test(`${ROUNDS * WRITERS} processes killed at random moments lose nothing that they acknowledged`, async () => {
  await using dir = await tempDir();
  const random = seededRandom(chooseSeed());

  let acknowledged = 0;
  for (let round = 0; round < ROUNDS; round++) {
    acknowledged += await killRound({ directory: dir.path, writers: WRITERS, random });
  }

  assert.ok(acknowledged > ROUNDS * WRITERS);
});

import { assertNothingLost, killCopying } from "../support/kill_copying.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { chooseSeed, seededRandom } from "../support/random.ts";
import { tempDir } from "../support/temp_dir.ts";

const mlflow = sharedMlflow();

testWithMlflow("processes that are killed while their runs are copied lose and double nothing", async () => {
  await mlflow().clear();
  await using dir = await tempDir();
  const seed = chooseSeed();
  const options = { directory: dir.path, server: mlflow(), writers: 2, random: seededRandom(seed) };

  try {
    for (let round = 0; round < 2; round++) {
      await assertNothingLost(options, await killCopying(options));
    }
  } catch (error) {
    throw new Error(`With KEDGE_SOAK_SEED=${seed}`, { cause: error });
  }
});

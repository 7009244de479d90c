import { assertNothingLost, killCopying } from "../support/kill_copying.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { chooseSeed, seededRandom } from "../support/random.ts";
import { tempDir } from "../support/temp_dir.ts";

const ROUNDS = 25;
const WRITERS = 4;

const mlflow = sharedMlflow();

testWithMlflow(
  `${ROUNDS * WRITERS} processes killed while their runs are copied lose and double nothing`,
  async () => {
    await mlflow().clear();
    const random = seededRandom(chooseSeed());

    for (let round = 0; round < ROUNDS; round++) {
      await using dir = await tempDir();
      const options = { directory: dir.path, server: mlflow(), writers: WRITERS, random };
      await assertNothingLost(options, await killCopying(options));
      await mlflow().clear();
    }
  },
);

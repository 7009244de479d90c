import assert from "node:assert/strict";
import { toBytes } from "../../lib/core/bytes.ts";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import type { Store } from "../../lib/stores/store.ts";
import { ROOT } from "../../tasks/process.ts";
import { chooseSeed, seededRandom } from "../support/random.ts";
import { sharedS3, testWithS3 } from "../support/s3.ts";
import { s3Environment } from "../support/s3_environment.ts";
import { textOf, utf8 } from "../support/store_content.ts";

const s3 = sharedS3();

const KILLS = 40;
testWithS3(
  `${KILLS} processes killed while they overwrite an object in S3 lose nothing and tear nothing`,
  async () => {
    const bucket = await s3().makeBucket();
    await using store = s3Store(bucket, s3().options);
    const random = seededRandom(chooseSeed());

    for (let round = 0; round < KILLS; round++) {
      const acknowledged = await overwriteUntilKilled(bucket, {
        after: Math.floor(random() * 6),
        wait: random() * 120,
      });
      const version = await versionOf(store);
      assert.ok(version === acknowledged || version === acknowledged + 1, `${version} after ${acknowledged}`);
      await store.delete("key");
    }

    for await (const leftover of store.leftovers?.list() ?? []) await store.leftovers?.remove(leftover);
    assert.deepEqual(await Array.fromAsync(store.leftovers?.list() ?? []), []);
  },
);

const OUTAGES = 10;
testWithS3(
  `a server of S3 that is killed ${OUTAGES} times keeps every write that was acknowledged`,
  async () => {
    const bucket = await s3().makeBucket();
    await using store = s3Store(bucket, { ...s3().options, partSize: 5 * 1024 * 1024 });
    const random = seededRandom(chooseSeed());
    let isOver = false;

    const write = async (key: string): Promise<void> => {
      for (let version = 1; !isOver; version++) {
        const size = random() < 0.3 ? 11_000_000 : 10_000;
        const isWritten = await store.write(key, new Uint8Array(size).fill(version % 256)).then(
          () => true,
          () => false,
        );
        const found = (await toBytes(await store.read(key)))[0];
        if (isWritten) assert.equal(found, version % 256);
      }
    };
    const writers = ["a", "b", "c", "d"].map(write);
    for (let outage = 0; outage < OUTAGES; outage++) {
      await new Promise((resolve) => setTimeout(resolve, random() * 500));
      await s3().server.kill();
      await s3().server.restart();
    }
    isOver = true;
    await Promise.all(writers);
  },
);

const RACES = 60;
testWithS3(`${RACES} races of 20 writers for one object in S3 have one winner each`, async () => {
  await using store = s3Store(await s3().makeBucket(), s3().options);

  for (let round = 0; round < RACES; round++) {
    const writers = Array.from(
      { length: 20 },
      (_, index) => store.write(`${round}`, utf8(`${index}`), { ifAbsent: true }).then(() => index),
    );
    const results = await Promise.allSettled(writers);

    const winners = results.filter((result) => result.status === "fulfilled").map(({ value }) => value);
    assert.equal(winners.length, 1, `round ${round}`);
    assert.equal(await textOf(store, `${round}`), `${winners[0]}`);
  }
});

/** The last version that the process acknowledged: it is killed some time after so many. */
async function overwriteUntilKilled(
  bucket: string,
  { after, wait }: { readonly after: number; readonly wait: number },
): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${ROOT}tests/stores/s3/children/overwrite.ts`, bucket],
    env: s3Environment(s3()),
    stdin: "null",
    stdout: "piped",
  }).spawn();
  let printed = "";
  let killing: Promise<void> | undefined;
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    printed += part;
    if (Number(printed.trim().split("\n").at(-1)) <= after) continue;
    killing ??= new Promise<void>((resolve) => setTimeout(resolve, wait)).then(() => child.kill("SIGKILL"));
  }
  await killing;
  await child.status;
  return Number(printed.trim().split("\n").at(-1));
}

/** The version that is there; it must be whole. */
async function versionOf(store: Store): Promise<number> {
  const bytes = await toBytes(await store.read("key"));
  const version = bytes.length % 100_000;
  assert.ok(bytes.every((byte) => byte === version % 256), "bytes of two versions");
  return version;
}

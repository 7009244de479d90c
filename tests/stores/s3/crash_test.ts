import assert from "node:assert/strict";
import { toBytes } from "../../../lib/core/bytes.ts";
import { ROOT } from "../../../tasks/process.ts";
import { testWithS3 } from "../../support/s3.ts";
import { bytesOf, type FaultyS3, LARGE, leftoversOf, SHORT_TIMEOUT, withFaultyS3 } from "./faulty_s3.ts";

testWithS3(
  "s3Store() ends an upload well when the server is killed and started again meanwhile",
  async () => {
    await using s3 = await withFaultyS3({ attempts: 12 });
    await s3.store.write("key", bytesOf("old"));
    const restarted = Promise.withResolvers<void>();
    const { met } = s3.proxy.inject({ method: "PUT", path: "partNumber=2" }, {
      kind: "hold",
      until: restarted.promise,
    });

    const writing = s3.store.write("key", LARGE);
    await met;
    await s3.server.kill();
    restarted.resolve();
    await s3.server.restart();
    await writing;

    await s3.holds("key", LARGE);
    assert.deepEqual(await leftoversOf(s3.store), []);
  },
);

testWithS3(
  "s3Store() says so in bounded time when the server does not come back, and leaves the old object",
  async () => {
    await using s3 = await withFaultyS3({ timeout: SHORT_TIMEOUT });
    await s3.store.write("key", bytesOf("old"));
    const { met } = s3.proxy.inject({ method: "PUT", path: "partNumber=2" }, { kind: "reset" });

    const writing = s3.store.write("key", LARGE).catch((error: unknown) => error);
    await met;
    await s3.proxy.refuse();
    const error = await writing;

    assert.ok(error instanceof Error && "kind" in error, String(error));
    assert.equal(error.kind, "unavailable");
    await s3.proxy.accept();
    await s3.holds("key", bytesOf("old"));
    // Nobody could tell the server to give it up; `leftovers` finds it.
    const left = await leftoversOf(s3.store);
    assert.equal(left.length, 1);
    for (const leftover of left) await s3.store.leftovers?.remove(leftover);
    assert.deepEqual(await leftoversOf(s3.store), []);
  },
);

testWithS3(
  "s3Store() keeps the old object when its process is killed, and what is left is found",
  async () => {
    await using s3 = await withFaultyS3();
    await s3.store.write("key", bytesOf("old"));
    s3.proxy.clear();
    const { met } = s3.proxy.inject({ method: "PUT", path: "partNumber=2" }, { kind: "hang" });

    const child = startWriter(s3);
    await met;
    child.kill("SIGKILL");
    await child.status;

    await s3.holds("key", bytesOf("old"));
    const left = await leftoversOf(s3.store);
    assert.deepEqual(left.map(({ key }) => key), ["key"]);
    for (const leftover of left) await s3.store.leftovers?.remove(leftover);
    assert.deepEqual(await leftoversOf(s3.store), []);
  },
);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  testWithS3(`s3Store() leaves nothing behind when its process ends by ${signal}`, async () => {
    await using s3 = await withFaultyS3();
    await s3.store.write("key", bytesOf("old"));
    s3.proxy.clear();
    const { met } = s3.proxy.inject({ method: "PUT", path: "partNumber=2" }, { kind: "hang" });

    const child = startWriter(s3);
    await met;
    child.kill(signal);
    const { code } = await child.status;

    assert.equal(code, 3);
    await s3.holds("key", bytesOf("old"));
    assert.deepEqual(await leftoversOf(s3.store), []);
  });
}

testWithS3("s3Store() lets one of twenty win that create the same object, round after round", async () => {
  await using s3 = await withFaultyS3();

  for (let round = 0; round < 10; round++) {
    const key = `round ${round}`;
    const writers = Array.from({ length: 20 }, async (_, index) => {
      await s3.store.write(key, bytesOf(`writer ${index}`), { ifAbsent: true });
      return index;
    });
    const results = await Promise.allSettled(writers);

    const winners = results.filter((result) => result.status === "fulfilled").map(({ value }) => value);
    assert.equal(winners.length, 1, `round ${round}`);
    await s3.holds(key, bytesOf(`writer ${winners[0]}`));
    const kinds = results.flatMap((result) => result.status === "rejected" ? [result.reason.kind] : []);
    assert.deepEqual(kinds, Array(19).fill("conflict"));
  }
});

testWithS3("s3Store() shows readers one version while a large object is overwritten", async () => {
  await using s3 = await withFaultyS3();
  const versions = [1, 2, 3, 4].map((fill) => LARGE.slice(0, 11_000_000 + fill).fill(fill));
  await s3.store.write("key", versions[0] ?? LARGE);

  let isDone = false;
  const writing = (async () => {
    for (const version of versions) await s3.store.write("key", version);
  })().finally(() => isDone = true);
  let reads = 0;
  while (!isDone) {
    const bytes = await toBytes(await s3.store.read("key"));
    const fill = bytes[0] ?? 0;
    assert.equal(bytes.length, 11_000_000 + fill);
    assert.ok(bytes.every((byte) => byte === fill), "bytes of two versions");
    reads++;
  }
  await writing;

  assert.ok(reads > 0);
});

/** A process that writes a large object and gives up when it is told to end. */
function startWriter({ proxy, store }: FaultyS3): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${ROOT}tests/stores/s3/children/write_large.ts`, store.root],
    env: {
      AWS_ENDPOINT_URL: proxy.url,
      AWS_ACCESS_KEY_ID: "kedge-test",
      AWS_SECRET_ACCESS_KEY: "kedge-test-secret",
      AWS_REGION: "us-east-1",
    },
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn();
}

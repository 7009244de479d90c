import assert from "node:assert/strict";
import type { TrackingStore } from "../../lib/tracking/tracking_store.ts";
import { assertRefused, newRun, type StoreTest } from "./tracking_store_contract.ts";

/** What holds for artifacts. */
export function testArtifacts(test: StoreTest): void {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const SHA256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  test("stores bytes and gives them back, with size and SHA-256", async (store) => {
    const runId = await newRun(store);

    const info = await store.writeArtifact(runId, "notes/hello.txt", bytes("hello"));

    assert.deepEqual({ ...info }, { path: "notes/hello.txt", size: 5, sha256: SHA256_OF_HELLO });
    const stream = await store.readArtifact(runId, "notes/hello.txt");
    assert.equal(await new Response(stream).text(), "hello");
  });

  test("stores a stream like the bytes it gives", async (store) => {
    const runId = await newRun(store);

    const info = await store.writeArtifact(
      runId,
      "hello.txt",
      ReadableStream.from([bytes("hel"), bytes("lo")]),
    );

    assert.deepEqual({ ...info }, { path: "hello.txt", size: 5, sha256: SHA256_OF_HELLO });
    assert.equal(await new Response(await store.readArtifact(runId, "hello.txt")).text(), "hello");
  });

  test("stores empty artifacts and odd names", async (store) => {
    await storeEmpty(store, ["empty", "a b/ü + 100%?&=.txt", "..dots..", "deep/er/and/deeper"]);
  });

  test("stores artifacts of any name", async (store) => {
    await storeEmpty(store, ["a%20b", "a b", "#1/%23"]);
  }, "anyArtifactName");

  const storeEmpty = async (store: TrackingStore, paths: readonly string[]) => {
    const runId = await newRun(store);

    for (const path of paths) await store.writeArtifact(runId, path, new Uint8Array());

    for (const path of paths) {
      assert.equal(await new Response(await store.readArtifact(runId, path)).text(), "");
    }
    const listed = await store.listArtifacts(runId);
    assert.deepEqual(listed.map(({ path }) => path).sort(), [...paths].sort());
  };

  test("reads a part of an artifact", async (store) => {
    const runId = await newRun(store);
    await store.writeArtifact(runId, "digits", bytes("0123456789"));
    const read = async (start?: number, end?: number) =>
      await new Response(await store.readArtifact(runId, "digits", { start, end })).text();

    assert.equal(await read(3, 5), "34");
    assert.equal(await read(7), "789");
    assert.equal(await read(undefined, 2), "01");
    assert.equal(await read(8, 99), "89");
    assert.equal(await read(4, 4), "");
    assert.equal(await read(99), "");
    await assert.rejects(() => read(5, 3), RangeError);
  });

  test("replaces an artifact that is stored again", async (store) => {
    const runId = await newRun(store);
    await store.writeArtifact(runId, "a.txt", bytes("first and longer"));

    await store.writeArtifact(runId, "a.txt", bytes("hello"));

    assert.equal(await new Response(await store.readArtifact(runId, "a.txt")).text(), "hello");
    const listed = await store.listArtifacts(runId);
    assert.deepEqual(listed.map(({ size }) => size), [5]);
  });

  test("lists the SHA-256 of artifacts", async (store) => {
    const runId = await newRun(store);
    await store.writeArtifact(runId, "hello.txt", bytes("hello"));

    assert.deepEqual((await store.listArtifacts(runId)).map(({ sha256 }) => sha256), [SHA256_OF_HELLO]);
  }, "checksums");

  test("stores nothing when a stream fails, and keeps what was there", async (store) => {
    const runId = await newRun(store);
    await store.writeArtifact(runId, "a.txt", bytes("before"));
    const failing = ReadableStream.from((async function* () {
      yield bytes("half");
      await Promise.resolve();
      throw new RangeError("out of penguins");
    })());

    await assert.rejects(store.writeArtifact(runId, "a.txt", failing), /out of penguins/);

    assert.equal(await new Response(await store.readArtifact(runId, "a.txt")).text(), "before");
    assert.deepEqual((await store.listArtifacts(runId)).map(({ size }) => size), [6]);
  });

  test("lets go of a stream that it refuses", async (store) => {
    let isCancelled = false;
    const stream = new ReadableStream<Uint8Array>({ cancel: () => void (isCancelled = true) });

    await assertRefused(async () => await store.writeArtifact(await newRun(store), "../a.txt", stream), {
      code: "INVALID_PARAMETER_VALUE",
    });

    assert.ok(isCancelled);
  });

  test("lists artifacts in order, all or those below a folder", async (store) => {
    const runId = await newRun(store);
    for (const path of ["b.txt", "model/x.json", "model/deep/y.json", "models.txt", "a.txt"]) {
      await store.writeArtifact(runId, path, bytes(path));
    }
    const paths = async (folder?: string) =>
      (await store.listArtifacts(runId, folder)).map(({ path }) => path);

    assert.deepEqual(await paths(), ["a.txt", "b.txt", "model/deep/y.json", "model/x.json", "models.txt"]);
    assert.deepEqual(await paths("model"), ["model/deep/y.json", "model/x.json"]);
    assert.deepEqual(await paths("model/deep"), ["model/deep/y.json"]);
    assert.deepEqual(await paths("mod"), []);
    assert.deepEqual(await paths("a.txt"), []);
  });

  test("keeps the artifacts of runs apart", async (store) => {
    const [first, second] = [await newRun(store), await newRun(store)];
    await store.writeArtifact(first, "a.txt", bytes("first"));

    assert.deepEqual(await store.listArtifacts(second), []);
    await assertRefused(() => store.readArtifact(second, "a.txt"), {
      code: "RESOURCE_DOES_NOT_EXIST",
      mentions: ["a.txt"],
    });
  });

  test("refuses paths that lead out of the run", async (store) => {
    const runId = await newRun(store);
    const wrong = [
      "",
      "/etc/passwd",
      "../a",
      "a/../../b",
      "a/..",
      ".",
      "a/./b",
      "a//b",
      "a/",
      "C:/a",
      "..\\a",
    ];

    for (const path of [...wrong, "a\0b"]) {
      const refused = { code: "INVALID_PARAMETER_VALUE" };
      await assertRefused(() => store.writeArtifact(runId, path, bytes("x")), refused);
      await assertRefused(() => store.readArtifact(runId, path), refused);
      if (path !== "") await assertRefused(() => store.listArtifacts(runId, path), refused);
    }
    assert.deepEqual(await store.listArtifacts(runId), []);
  });
}

import assert from "node:assert/strict";
import { toBytes } from "../../../lib/core/bytes.ts";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import { captureDeno, ROOT } from "../../../tasks/process.ts";
import { gzipOf } from "../../support/archives.ts";
import { sendCommand, testWithS3 } from "../../support/s3.ts";
import { textOf } from "../../support/store_content.ts";
import { bytesOf, LARGE, withFaultyS3 } from "./faulty_s3.ts";

// Objects that other programs wrote, and machines that others set up.

testWithS3(
  "s3Store() reads the bytes that are stored, also of an object that says it is packed",
  async () => {
    await using s3 = await withFaultyS3();
    const packed = await gzipOf(bytesOf("hello ".repeat(1000)));
    const long = await gzipOf(LARGE);
    const Bucket = new URL(s3.store.root).host;
    for (const [Key, Body] of Object.entries({ packed, long })) {
      await sendCommand("PutObject", { Bucket, Key, Body, ContentEncoding: "gzip" }, s3.options);
    }

    assert.deepEqual(await toBytes(await s3.store.read("packed")), new Uint8Array(packed));
    assert.deepEqual(
      await toBytes(await s3.store.read("packed", { start: 2, end: 9 })),
      new Uint8Array(packed.slice(2, 9)),
    );
    assert.equal((await toBytes(await s3.store.read("long"))).length, long.length);
  },
);

testWithS3("s3Store() reads objects of which it knows no check sum", async () => {
  await using s3 = await withFaultyS3();
  const Bucket = new URL(s3.store.root).host;
  await sendCommand("PutObject", { Bucket, Key: "other", Body: "by another program" }, s3.options);

  const info = await s3.store.stat("other");

  assert.deepEqual([info?.size, info?.sha256], [18, undefined]);
  assert.equal(await textOf(s3.store, "other", { ifMatch: info?.etag }), "by another program");
});

testWithS3("s3Store() tells of keys that are none here, and not of marks of folders", async () => {
  await using s3 = await withFaultyS3();
  const Bucket = new URL(s3.store.root).host;
  for (const Key of ["data/", "data/a", "data//b", "data/./c", "data/sub/"]) {
    const Body = Key.endsWith("/") ? "" : "bytes";
    await sendCommand("PutObject", { Bucket, Key, Body }, s3.options);
  }

  const omitted: string[] = [];
  const infos = await Array.fromAsync(s3.store.list("data/", { onOmitted: (name) => omitted.push(name) }));

  assert.deepEqual([infos.map(({ key }) => key), omitted.sort()], [["data/a"], ["data/./c", "data//b"]]);
});

testWithS3("s3Store() says what to do where nothing gives credentials", async () => {
  await using s3 = await withFaultyS3();
  const { code, stderr } = await captureDeno(
    ["run", "-A", "--no-check", `${ROOT}tests/stores/s3/children/use_all.ts`, s3.store.root],
    {
      env: {
        AWS_ENDPOINT_URL: s3.server.url,
        AWS_ACCESS_KEY_ID: "",
        AWS_SECRET_ACCESS_KEY: "",
        AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
        AWS_CONFIG_FILE: "/nonexistent",
        // The address that tells the keys of a machine is asked otherwise.
        AWS_EC2_METADATA_DISABLED: "true",
        NO_COLOR: "1",
      },
    },
  );

  assert.equal(code, 1);
  assert.match(
    stderr,
    /: no credentials were found; give them in the catalog, in the environment or in ~\/\.aws/,
  );
});

testWithS3(
  "s3Store() reads to the end of what comes, when a server does not say how much there is",
  async () => {
    await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
      const chunks = Array.from({ length: 5 }, () => LARGE.subarray(0, 100_000));
      return new Response(ReadableStream.from(chunks), { headers: { etag: '"one"' } });
    });
    const endpoint = `http://127.0.0.1:${server.addr.port}`;
    await using store = s3Store("s3://bucket", { endpoint, accessKeyId: "any", secretAccessKey: "any" });

    assert.equal((await toBytes(await store.read("key"))).length, 500_000);
  },
);

testWithS3(
  "s3Store() writes down the SHA-256 of a large object that is told beforehand, and checks by it",
  async () => {
    await using s3 = await withFaultyS3();
    const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", LARGE)).toHex();

    const written = await s3.store.write("large", LARGE, { sha256: sha256.toUpperCase() });

    assert.equal(written.sha256, sha256);
    assert.equal((await s3.store.stat("large"))?.sha256, sha256);
    s3.proxy.inject({ method: "GET" }, { kind: "corrupt", at: 9_000_000, of: "answer" });
    await assert.rejects(async () => await toBytes(await s3.store.read("large")), {
      name: "StoreError",
      kind: "corrupt",
      message: /its SHA-256 must be/,
    });
  },
);

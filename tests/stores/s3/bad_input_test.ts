import assert from "node:assert/strict";
import { StoreError, type StoreErrorKind } from "../../../lib/core/errors.ts";
import { secret } from "../../../lib/core/secret.ts";
import { type S3Store, s3Store } from "../../../lib/stores/s3/s3_store.ts";
import type { S3StoreOptions } from "../../../lib/stores/s3/s3_options.ts";
import { testWithS3 } from "../../support/s3.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { bytesOf, withFaultyS3 } from "./faulty_s3.ts";
import { tlsProxy } from "./tls_proxy.ts";

const SECRET = "a-secret-that-shows-nowhere";
const CERTIFICATE = new URL("./fixtures/localhost.pem", import.meta.url).pathname;

const CLOSED_PORT = (() => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
})();

/** What is wrong, and what is said. */
interface BadInput {
  readonly name: string;
  /** Options in place of the right ones. */
  readonly options?: S3StoreOptions;
  /** URI in place of that of the bucket. */
  readonly uri?: string;
  readonly kind: StoreErrorKind;
  /** The whole message of a read, with the URI of the object as URI and the address of the server as SERVER. */
  readonly message: string;
}

const INPUTS: readonly BadInput[] = [
  {
    name: "a bucket that is not there",
    uri: "s3://no-such-bucket",
    kind: "missing",
    message: 'Cannot read "URI": SERVER has no bucket "no-such-bucket"; check its name, or make it',
  },
  {
    name: "an object that is not there",
    kind: "missing",
    message: 'Cannot read "URI": it does not exist',
  },
  {
    name: "an access key that nobody knows",
    options: { accessKeyId: "nobody", secretAccessKey: secret(SECRET) },
    kind: "denied",
    message: 'Cannot read "URI": SERVER does not know the access key; check "key"',
  },
  {
    name: "a wrong secret",
    options: { secretAccessKey: secret(SECRET) },
    kind: "denied",
    message:
      'Cannot read "URI": the secret of the access key is wrong, or something on the way changes requests; check "secret"',
  },
  {
    name: "a user without the right",
    options: { accessKeyId: "other", secretAccessKey: secret(SECRET) },
    kind: "denied",
    message:
      'Cannot read "URI": the credentials have no right to do this in bucket "BUCKET"; give them the right, or use others',
  },
  {
    name: "nobody, where somebody is needed",
    options: { anonymous: true, accessKeyId: undefined, secretAccessKey: undefined },
    kind: "denied",
    message:
      'Cannot read "URI": the credentials have no right to do this in bucket "BUCKET"; give them the right, or use others',
  },
  {
    name: "an endpoint where nothing listens",
    options: { endpoint: `http://127.0.0.1:${CLOSED_PORT}` },
    kind: "unavailable",
    message: 'Cannot read "URI": no server listens at SERVER; start it, or check the endpoint',
  },
  {
    name: "an endpoint whose name is wrong",
    options: { endpoint: "http://nowhere.invalid:7480" },
    kind: "unavailable",
    message:
      'Cannot read "URI": there is no server of the name in http://nowhere.invalid:7480; check the endpoint',
  },
];

for (const { name, options, uri, kind, message } of INPUTS) {
  testWithS3(`s3Store() says what to do about ${name}`, async () => {
    await using s3 = await withFaultyS3({ attempts: 2 });
    await s3.server.addUser("other", { accessKeyId: "other", secretAccessKey: SECRET }).catch(() => {});
    const all = { ...s3.options, attempts: 2, ...options };
    await using store = s3Store(uri ?? s3.store.root, all);

    const errors = [
      await errorOf(() => store.read("a b.txt")),
      await errorOf(() => Array.fromAsync(store.list())),
      await errorOf(() => store.write("a b.txt", bytesOf("x"))),
      await errorOf(() => store.copy("a b.txt", "other")),
    ];
    const looked = await errorOf(() => store.stat("a b.txt"));

    const bucket = new URL(store.root).host;
    const expected = message.replace("URI", store.uri("a b.txt")).replace("BUCKET", bucket)
      .replace("SERVER", all.endpoint ?? "");
    assert.equal(errors[0]?.message, expected);
    // Nothing is there; anything else is told as well as when the object is read.
    if (kind !== "missing") assert.equal(looked?.message, expected.replace("Cannot read", "Cannot look at"));
    for (const error of errors.filter((error) => error !== undefined)) {
      assert.ok(error instanceof StoreError, String(error));
      assert.equal(error.kind, kind, error.message);
      assert.ok(error.uri.startsWith(store.root.slice(0, -1)), error.uri);
      assert.ok(!Deno.inspect(error, { depth: 9 }).includes(SECRET));
    }
  });
}

/** Answers that the server of the tests does not give. */
const ANSWERS = [
  ["RequestTimeTooSkewed", 403, "denied", /the clock of this machine differs from that of .*; set it right$/],
  [
    "AuthorizationHeaderMalformed",
    400,
    "denied",
    /is not in region "us-east-1"; set the region to "eu-west-1"$/,
  ],
  ["ExpiredToken", 400, "denied", /the session token is not valid or has expired; get new credentials$/],
  ["QuotaExceeded", 403, "unavailable", /the quota is used up; delete something, or raise it$/],
  ["NotImplemented", 501, "unavailable", /does not know this operation of S3$/],
  ["SomethingNew", 418, "unavailable", /the server answers 418 SomethingNew$/],
] as const;

for (const [code, status, kind, message] of ANSWERS) {
  testWithS3(`s3Store() says what to do about ${code}`, async () => {
    await using s3 = await withFaultyS3();
    s3.proxy.inject({ times: Infinity }, {
      kind: "status",
      status,
      headers: { "content-type": "application/xml" },
      body: `<?xml version="1.0"?><Error><Code>${code}</Code><Region>eu-west-1</Region></Error>`,
    });

    const error = await errorOf(() => s3.store.read("key"));

    assert.ok(error instanceof StoreError);
    assert.equal(error.kind, kind);
    assert.match(error.message, message);
  });
}

testWithS3("s3Store() works with a certificate that it is given, and says so without it", async () => {
  await using s3 = await withFaultyS3();
  await using tls = await tlsProxy(s3.server.url);
  const options = { ...s3.options, endpoint: tls.url, attempts: 2 };
  await using trusting = s3Store(s3.store.root, { ...options, caFile: CERTIFICATE });
  await using store = s3Store(s3.store.root, { ...options, caFile: undefined });

  await trusting.write("key", bytesOf("over TLS"));
  await trusting.write("new", bytesOf("over TLS"), { ifAbsent: true });
  await s3.holds("key", bytesOf("over TLS"));
  assert.equal(await new Response(await trusting.read("new")).text(), "over TLS");

  for (const act of [() => store.read("key"), () => store.write("key", bytesOf("x"))]) {
    const error = await errorOf(act);
    assert.ok(error instanceof StoreError && error.kind === "unavailable", String(error));
    assert.match(
      error.message,
      /: the certificate of .* is not trusted; check the address, or name its authority/,
    );
  }
});

testWithS3("s3Store() tries again where no server listens, as it may be about to start", async () => {
  await using s3 = await withFaultyS3({ attempts: 2 });
  await s3.proxy.refuse();

  // Parts and puts go another way than all else.
  for (const act of [() => s3.store.stat("key"), () => s3.store.write("key", bytesOf("x"))]) {
    const error = await errorOf(act);

    assert.ok(error instanceof StoreError && "failure" in error, String(error));
    assert.match(error.message, /: no server listens at .*; start it, or check the endpoint$/);
    assert.equal((error.failure as { readonly isTransient: boolean }).isTransient, true);
  }
});

testWithS3("s3Store() names a file of certificates that is of no use", async () => {
  await using s3 = await withFaultyS3();
  await using dir = await tempDir();
  await dir.write({ "empty.pem": "none" });
  for (const [name, reason] of [["none.pem", "cannot be read"], ["empty.pem", "holds no certificate"]]) {
    const caFile = dir.join(name ?? "");
    await using store = s3Store(s3.store.root, { ...s3.options, endpoint: "https://127.0.0.1:1", caFile });

    const error = await errorOf(() => store.stat("key"));

    assert.ok(error instanceof StoreError && error.kind === "unavailable", String(error));
    assert.equal(
      error.message,
      `Cannot look at "${store.uri("key")}": "${caFile}" ${reason}; check "ca_file", or AWS_CA_BUNDLE`,
    );
  }
});

testWithS3("s3Store() goes by the clock of the server when that of the machine is wrong", async () => {
  await using s3 = await withFaultyS3();
  const now = Date.now;
  try {
    await s3.store.write("before", bytesOf("x"));
    const before = s3.proxy.requests.length;
    Date.now = () => now() - 3 * 3_600_000;
    await using late = s3Store(s3.store.root, { ...s3.options, endpoint: s3.proxy.url });
    await late.write("key", bytesOf("late"));
    await late.write("other", bytesOf("late"));

    assert.equal(s3.proxy.requests.length - before, 3);
  } finally {
    Date.now = now;
  }
});

async function errorOf(act: () => Promise<unknown>): Promise<Error | undefined> {
  return await act().then(() => undefined, (error) => error);
}

// What cannot be right is told before anything is asked.
Deno.test("s3Store() refuses what cannot be an address, a bucket or a setting", () => {
  const wrong = (uri: string, options: S3StoreOptions, message: RegExp) =>
    assert.throws(() => s3Store(uri, options) satisfies S3Store, { name: "TypeError", message });

  wrong("http://bucket/key", {}, /^Cannot use "http:\/\/bucket\/key": it must be s3:\/\/BUCKET\/KEY/);
  wrong("s3://", {}, /it must be s3:\/\/BUCKET\/KEY/);
  wrong("s3://a..b/key", {}, /it must be s3:\/\/BUCKET\/KEY/);
  wrong("s3://bucket/a/../b", {}, /its key must not contain the segment ".."/);
  wrong("s3://bucket//a", {}, /its key must not/);
  wrong("s3://bucket", { endpoint: "minio:9000" }, /an http or https URL/);
  wrong("s3://bucket", { endpoint: `http://me:${SECRET}@minio` }, /^((?!a-secret).)*$/);
  wrong("s3://bucket", { accessKeyId: "a" }, /"secretAccessKey" is missing beside the other key/);
  wrong("s3://bucket", { partSize: 1000 }, /"partSize" of S3: it must be a whole number >= 5242880/);
  wrong("s3://bucket", { attempts: 0 }, /"attempts"/);
});

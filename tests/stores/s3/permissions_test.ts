import assert from "node:assert/strict";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import { captureDeno, ROOT } from "../../../tasks/process.ts";
import { keysOf } from "../../support/store_content.ts";
import { sendCommand, testWithS3 } from "../../support/s3.ts";
import { bytesOf, LARGE, leftoversOf, withFaultyS3 } from "./faulty_s3.ts";

const PAGE = await Deno.readTextFile(`${ROOT}docs/s3.md`);
const CHILD = `${ROOT}tests/stores/s3/children/use_all.ts`;

testWithS3("s3Store() needs no more of Deno than docs/s3.md says", async () => {
  await using s3 = await withFaultyS3();

  const { code, stdout, stderr } = await runWith(pageFlags(s3.server.url), [s3.store.root], s3.server);

  assert.equal(code, 0, stderr);
  assert.equal(stdout.trim(), "a b,copy,large");
  assert.deepEqual(await keysOf(s3.direct), ["a b", "copy", "large"]);
});

testWithS3("s3Store() names each permission of Deno that is missing", async () => {
  await using s3 = await withFaultyS3();
  const flags = pageFlags(s3.server.url);

  for (const flag of flags) {
    const others = flags.filter((other) => other !== flag);
    const { code, stderr } = await runWith(others, [s3.store.root, JSON.stringify(s3.options)], s3.server);

    assert.equal(code, 1, flag);
    assert.match(stderr, /StoreError: Cannot write "s3:/);
    assert.ok(stderr.includes(`Deno needs the permission ${flag}`), `${flag}\n${stderr}`);
  }
});

testWithS3("s3Store() needs no more rights in a bucket than docs/s3.md says", async () => {
  await using s3 = await withFaultyS3();
  const bucket = new URL(s3.store.root).host;
  const keys = { accessKeyId: "least", secretAccessKey: "least-secret" };
  await s3.server.addUser("least", keys);
  const [, json = ""] = /```json\n(\{\n {2}"Version"[^`]*)```/.exec(PAGE) ?? [];
  const policy = JSON.parse(json.replaceAll("my-bucket", bucket));
  const Principal = { AWS: ["arn:aws:iam:::user/least"] };
  const Statement = policy.Statement.map((statement: object) => ({ ...statement, Principal }));
  const Policy = JSON.stringify({ ...policy, Statement });
  await sendCommand("PutBucketPolicy", { Bucket: bucket, Policy }, s3.options);
  await using store = s3Store(s3.store.root, { ...s3.options, ...keys });

  await store.write("small", bytesOf("x"));
  await store.write("large", LARGE);
  await store.write("new", bytesOf("x"), { ifAbsent: true });
  await assert.rejects(() => store.write("new", bytesOf("x"), { ifAbsent: true }), { kind: "conflict" });
  await store.copy("large", "copy");
  await new Response(await store.read("large")).bytes();
  assert.equal(await store.stat("none"), undefined);
  await store.delete("new");
  await assert.rejects(() => store.write("broken", LARGE, { sha256: "0".repeat(64) }), { kind: "corrupt" });

  assert.deepEqual(await keysOf(store), ["copy", "large", "small"]);
  assert.deepEqual(await leftoversOf(store), []);
});

Deno.test("docs/s3.md has every word of the credentials of S3", async () => {
  const source = await Deno.readTextFile(`${ROOT}lib/stores/s3/s3_credentials.ts`);
  const words = [
    ...source.matchAll(
      /^ {2}"?([\w.]+)"?: (?:hidden|flag|text|count|IGNORED|VERIFY|ADDRESSING|ENCRYPTION|KEY|ALGORITHM)/gm,
    ),
  ]
    .map(([, word = ""]) => word);

  assert.ok(words.length > 30, String(words.length));
  assert.deepEqual(words.filter((word) => !PAGE.includes(`\`${word}\``)), []);
});

/** The flags of the page, for a server on this machine. */
function pageFlags(url: string): readonly string[] {
  const [, block = ""] = /deno run \\\n([^`]*?) {2}main\.ts/.exec(PAGE) ?? [];
  const flags = block.split("\\\n").map((line) => line.trim().replaceAll("'", "")).filter((flag) =>
    flag !== ""
  );
  assert.equal(flags.length, 3);
  return flags.map((flag) => flag.replace("minio.example:9000", new URL(url).host));
}

async function runWith(
  flags: readonly string[],
  args: readonly string[],
  { url, accessKeyId, secretAccessKey }: {
    readonly url: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  },
) {
  // A clone reads its own modules, which a URL would not have it do.
  const all = ["run", "--quiet", "--no-prompt", "--no-check", `--allow-read=${ROOT}lib`, ...flags];
  return await captureDeno([...all, CHILD, ...args], {
    env: {
      NO_COLOR: "1",
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: "us-east-1",
    },
  });
}

import assert from "node:assert/strict";
import { ConfigError } from "../../../lib/core/errors.ts";
import { secret } from "../../../lib/core/secret.ts";
import { parseS3Credentials } from "../../../lib/stores/s3/s3_credentials.ts";
import { toS3Settings } from "../../../lib/stores/s3/s3_options.ts";

Deno.test("parseS3Credentials() reads what Kedro projects give to s3fs", () => {
  const { accessKeyId, secretAccessKey, sessionToken, ...options } = parseS3Credentials({
    key: secret("AK"),
    secret: secret("SK"),
    token: secret("TOKEN"),
    client_kwargs: secret({ endpoint_url: "http://minio:9000", region_name: "eu-west-1", verify: "/ca.pem" }),
    config_kwargs: secret({
      s3: { addressing_style: "virtual" },
      read_timeout: 30,
      retries: { max_attempts: 3 },
    }),
    s3_additional_kwargs: secret({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: "my-key" }),
    use_listings_cache: secret(false),
  });

  assert.deepEqual([accessKeyId, secretAccessKey, sessionToken].map((hidden) => String(hidden)), [
    "***",
    "***",
    "***",
  ]);
  assert.deepEqual(options, {
    endpoint: "http://minio:9000",
    region: "eu-west-1",
    caFile: "/ca.pem",
    pathStyle: false,
    timeout: 30_000,
    attempts: 3,
    encryption: { kind: "aws:kms", keyId: "my-key" },
  });
});

Deno.test("parseS3Credentials() reads the names of boto, and Kedge's own", () => {
  const options = parseS3Credentials({
    aws_access_key_id: "AK",
    aws_secret_access_key: "SK",
    endpoint_url: "https://store.example",
    region: "auto",
    path_style: true,
    ca_file: "ca.pem",
    encryption: "AES256",
    part_size: 8_000_000,
    concurrency: 2,
    conditional_uploads: true,
    timeout: 5,
    profile: null,
  });

  assert.deepEqual({ ...options, accessKeyId: undefined, secretAccessKey: undefined }, {
    accessKeyId: undefined,
    secretAccessKey: undefined,
    endpoint: "https://store.example",
    region: "auto",
    pathStyle: true,
    caFile: "ca.pem",
    encryption: { kind: "AES256" },
    partSize: 8_000_000,
    concurrency: 2,
    conditionalUploads: true,
    timeout: 5000,
  });
});

Deno.test("parseS3Credentials() reads a key that each request brings, and hides it", () => {
  const key = "hidden-key, that has 32 bytes, x";
  const words = [
    { customer_key: secret(key) },
    { s3_additional_kwargs: { SSECustomerAlgorithm: "AES256", SSECustomerKey: btoa(key) } },
  ];

  for (const credentials of words) {
    const options = parseS3Credentials(credentials);
    assert.equal(options.encryption?.kind, "customer");
    assert.doesNotMatch(Deno.inspect(options, { depth: 9 }), /hidden/);
  }
  for (
    const [credentials, message] of [
      [{ customer_key: "hidden" }, "customer_key must have 32 bytes, in Base64 or as they are"],
      [{ customer_key: key, encryption: "AES256" }, "customer_key cannot stand beside another encryption"],
    ] as const
  ) {
    assert.throws(() => parseS3Credentials(credentials), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(error.issues.map((issue) => issue.message), [message]);
      assert.doesNotMatch(Deno.inspect(error, { depth: 9 }), /hidden/);
      return true;
    });
  }
});

Deno.test("parseS3Credentials() tells every wrong word at once, and no value", () => {
  const parse = () =>
    parseS3Credentials({
      kee: secret("hidden-1"),
      secret: secret(12345),
      client_kwargs: secret({ endpont_url: "hidden-2", verify: false }),
      encryption: secret("hidden-3"),
      anon: secret("hidden-4"),
    });

  assert.throws(parse, (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.issues.map(({ message, suggestion }) => [message, suggestion]), [
      ["kee is not known of S3", "key"],
      ["secret must be a text", undefined],
      ["client_kwargs.endpont_url is not known of S3", "client_kwargs.endpoint_url"],
      [
        'client_kwargs.verify must be the path of a PEM file: to trust a certificate without an authority, name it as "ca_file"',
        undefined,
      ],
      ['encryption must be "AES256" or "aws:kms"', undefined],
      ["anon must be true or false", undefined],
    ]);
    assert.doesNotMatch(Deno.inspect(error, { depth: 9 }), /hidden-|12345/);
    return true;
  });
});

Deno.test("toS3Settings() takes from the environment what is not given", () => {
  const environ: Readonly<Record<string, string>> = {
    AWS_ENDPOINT_URL: "http://general:1",
    AWS_ENDPOINT_URL_S3: "http://special:1",
    AWS_REGION: "eu-west-1",
    AWS_DEFAULT_REGION: "eu-west-2",
    AWS_CA_BUNDLE: "/bundle.pem",
  };

  const found = toS3Settings({}, (name) => environ[name]);
  const given = toS3Settings(
    { endpoint: "http://given:1", region: "x", caFile: "y" },
    (name) => environ[name],
  );
  const bare = toS3Settings({}, () => undefined);

  const trusted = ["https://s3.eu-west-1.amazonaws.com", "https://amazonaws.com.example"].map((endpoint) =>
    toS3Settings({ endpoint }, () => undefined).conditionalUploads
  );
  assert.deepEqual([found.conditionalUploads, bare.conditionalUploads, ...trusted], [
    false,
    true,
    true,
    false,
  ]);
  const facts = (
    { endpoint, region, caFile, pathStyle }: typeof found,
  ) => [endpoint, region, caFile, pathStyle];
  assert.deepEqual(facts(found), ["http://special:1", "eu-west-1", "/bundle.pem", true]);
  assert.deepEqual(facts(given), ["http://given:1", "x", "y", true]);
  assert.deepEqual(facts(bare), [undefined, undefined, undefined, false]);
  assert.equal(toS3Settings({ endpoint: "http://given:1" }, () => undefined).region, "us-east-1");
});

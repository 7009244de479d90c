import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import type { Catalog } from "../../lib/catalog/catalog.ts";
import type { CatalogOptions } from "../../lib/catalog/catalog_options.ts";
import type { Partitions } from "../../lib/datasets/partitions/partitioned_dataset.ts";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import { sharedS3, testWithS3 } from "../support/s3.ts";
import { keysOf, textOf } from "../support/store_content.ts";

const s3 = sharedS3();

testWithS3("a catalog saves and loads tables, text and values of any format in S3", async () => {
  const bucket = await s3().makeBucket();
  const rows = [{ id: 1, name: "größe" }, { id: 2, name: "a+b %20" }];
  const values = {
    "a b.json": { trees: [1, 2] },
    "ü/table.csv": rows,
    "table.parquet": rows,
    "book.xlsx": rows,
  };
  const entries = Object.fromEntries(
    Object.keys(values).map((key) => [key, {
      type: TYPES[key.split(".")[1] ?? ""] ?? "",
      filepath: `${bucket}/data/${key}`,
      credentials: "dev_s3",
    }]),
  );
  const catalog = openCatalog({ entries });

  for (const [name, value] of Object.entries(values)) await catalog.save(name, value);

  const again = openCatalog({ entries });
  for (const [name, value] of Object.entries(values)) {
    assert.deepEqual(await again.load(name), value, name);
    assert.equal(await again.exists(name), true);
  }
  await using store = s3Store(bucket, s3().options);
  assert.deepEqual(await keysOf(store), Object.keys(values).map((key) => `data/${key}`).toSorted());
});

testWithS3("a catalog keeps versions in S3, and does not save one twice", async () => {
  const bucket = await s3().makeBucket();
  const entries = {
    scores: { type: "json", filepath: `${bucket}/scores.json`, versioned: true, credentials: "dev_s3" },
  };
  const [first, second] = ["2026-11-24T03.54.04.439Z", "2026-11-25T03.54.04.439Z"];

  await openCatalog({ entries, saveVersion: first }).save("scores", 1);
  const newer = openCatalog({ entries, saveVersion: second });
  await newer.save("scores", 2);

  assert.equal(await openCatalog({ entries }).load("scores"), 2);
  assert.equal(await openCatalog({ entries, loadVersions: { scores: first } }).load("scores"), 1);
  await assert.rejects(newer.save("scores", 3), /it exists already/);
  await using store = s3Store(bucket, s3().options);
  assert.deepEqual(await keysOf(store), [
    `scores.json/${first}/scores.json`,
    `scores.json/${second}/scores.json`,
  ]);
});

testWithS3("a catalog loads and replaces partitions in S3", async () => {
  const bucket = await s3().makeBucket();
  const entries = {
    parts: {
      type: "partitioned",
      path: `${bucket}/parts/`,
      dataset: "json",
      filename_suffix: ".json",
      overwrite: true,
      credentials: "dev_s3",
    },
  };
  const catalog = openCatalog({ entries });

  await catalog.save("parts", { "2026/a b": 1, "2026/c": 2 });
  await catalog.save("parts", { "2026/a b": 10, d: 3 });

  const parts = await openCatalog({ entries }).load("parts") as Partitions;
  assert.deepEqual(Object.keys(parts), ["2026/a b", "d"]);
  assert.equal(await parts["2026/a b"]?.(), 10);
});

testWithS3("a catalog goes on behind the checkpoint of increments in S3", async () => {
  const bucket = await s3().makeBucket();
  await using store = s3Store(bucket, s3().options);
  const entries = {
    days: {
      type: "incremental",
      path: `${bucket}/days`,
      dataset: { type: "text" },
      filename_suffix: ".txt",
      credentials: "dev_s3",
    },
  };
  const catalog = openCatalog({ entries });
  await catalog.save("days", { "2026-11-01": "one", "2026-11-02": "two" });

  assert.deepEqual(Object.keys(await catalog.load("days") as object), ["2026-11-01", "2026-11-02"]);
  await catalog.get("days")?.confirm?.();
  await openCatalog({ entries }).save("days", { "2026-11-03": "three" });

  assert.deepEqual(await openCatalog({ entries }).load("days"), { "2026-11-03": "three" });
  assert.equal(await textOf(store, "days/CHECKPOINT"), "2026-11-02");
});

testWithS3("a catalog reads a cached dataset from S3 once", async () => {
  const bucket = await s3().makeBucket();
  const inner = { type: "json", filepath: `${bucket}/big.json`, credentials: "dev_s3" };
  const catalog = openCatalog({ entries: { big: { type: "cached", dataset: inner } } });
  await openCatalog({ entries: { big: inner } }).save("big", [1, 2]);

  assert.deepEqual(await catalog.load("big"), [1, 2]);
  await using store = s3Store(bucket, s3().options);
  await store.delete("big.json");
  assert.deepEqual(await catalog.load("big"), [1, 2]);
  await catalog.save("big", [3]);

  assert.equal(await textOf(store, "big.json"), "[\n  3\n]\n");
});

testWithS3("a catalog says what is wrong with a place in S3", async () => {
  const bucket = await s3().makeBucket();
  const at = (filepath: string, credentials = "dev_s3") => ({ type: "json", filepath, credentials });
  const catalog = openCatalog({
    entries: {
      missing: at(`${bucket}/missing.json`),
      nowhere: at("s3://no-such-bucket/a.json"),
      denied: at(`${bucket}/a.json`, "wrong_secret"),
      misspelt: at(`${bucket}/a.json`, "misspelt"),
    },
  });

  const cases = [
    ["missing", /"s3:\/\/bucket-\d+\/missing\.json": it does not exist/],
    ["nowhere", /has no bucket "no-such-bucket"/],
    ["denied", /secret/],
    ["misspelt", /secrt is not known of S3\. Did you mean "secret"\?/],
  ] as const;
  for (const [name, message] of cases) {
    const error = await catalog.load(name).catch((error: unknown) => error);
    assert.ok(error instanceof Error && error.name === "DatasetError", String(error));
    assert.match(`${error.message} ${error.cause}`, message);
    assert.doesNotMatch(Deno.inspect(error), /hunter2/);
  }
});

const TYPES: Readonly<Record<string, string>> = {
  json: "json",
  csv: "csv",
  parquet: "parquet",
  xlsx: "excel",
};

function openCatalog(options: CatalogOptions): Catalog {
  const { endpoint, accessKeyId, secretAccessKey } = s3().options;
  const server = { client_kwargs: { endpoint_url: endpoint, region_name: "us-east-1" } };
  return createCatalog({
    ...options,
    credentials: {
      dev_s3: { key: accessKeyId, secret: secretAccessKey, ...server },
      wrong_secret: { key: accessKeyId, secret: "hunter2", ...server },
      misspelt: { key: accessKeyId, secrt: "hunter2", ...server },
    },
  });
}

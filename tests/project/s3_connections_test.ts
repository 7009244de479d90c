import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { secret } from "../../lib/core/secret.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { openProject } from "../../lib/project/open_project.ts";
import { createLocator } from "../../lib/stores/lazy_transfers.ts";
import { lazyStore } from "../../lib/stores/lazy_store.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import { remoteResolver } from "../../lib/stores/remote_resolver.ts";
import { sharedS3, testWithS3 } from "../support/s3.ts";
import { tempDir } from "../support/temp_dir.ts";
import { tlsProxy } from "../stores/s3/tls_proxy.ts";

// With a certificate of its own, a server needs a client of its own: what is not closed fails a test by its sanitizers.
const s3 = sharedS3();
const CERTIFICATE = fileURLToPath(new URL("../stores/s3/fixtures/localhost.pem", import.meta.url));

testWithS3(
  "createCatalog() closes its connections to S3 when it is disposed of, and opens them again",
  async () => {
    await using tls = await tlsProxy(s3().server.url);
    const bucket = await s3().makeBucket();
    const entries = {
      one: { type: "text", filepath: `${bucket}/one.txt`, credentials: "dev_s3" },
      two: { type: "text", filepath: `${bucket}/two.txt`, credentials: "dev_s3", versioned: true },
    };
    await using catalog = createCatalog({ entries, credentials: { dev_s3: credentials(tls.url) } });
    await catalog.save("one", "1");
    await catalog.save("two", "2");

    await catalog[Symbol.asyncDispose]();

    assert.equal(await catalog.load("one"), "1");
  },
);

testWithS3("a run of a project closes its connections to S3, though the project stays open", async () => {
  await using tls = await tlsProxy(s3().server.url);
  await using dir = await tempDir();
  const bucket = await s3().makeBucket();
  const copy = node({ inputs: "from", outputs: "to", run: (text: string) => `${text}!` });
  const definition = {
    name: "copying",
    pipelines: { __default__: pipeline([copy]) },
    catalog: {
      from: { type: "text", filepath: `${bucket}/from.txt`, credentials: "dev_s3" },
      to: { type: "text", filepath: `${bucket}/to.txt`, credentials: "dev_s3" },
    },
  };
  await dir.write({ "conf/base/credentials.yml": JSON.stringify({ dev_s3: credentials(tls.url) }) });
  const project = await openProject(definition, { root: dir.path });
  {
    await using catalog = project.catalog();
    await catalog.save("from", "a");
  }

  await project.run();
  await project.run();

  await using catalog = project.catalog();
  assert.equal(await catalog.load("to"), "a!");
  await project[Symbol.asyncDispose]();
});

testWithS3("createLocator() and remoteResolver() close the connections of their stores", async () => {
  await using tls = await tlsProxy(s3().server.url);
  const bucket = await s3().makeBucket();
  const secrets = Object.fromEntries(
    Object.entries(credentials(tls.url)).map(([name, value]) => [name, secret(value)]),
  );

  await using locate = createLocator({ credentials: secrets });
  assert.equal((await locate(`${bucket}/none`)).kind, "nothing");
  await using resolve = remoteResolver();
  const { store, key } = resolve(`${bucket}/key`, { credentials: secrets });
  await store.write(key, new Uint8Array(3));
  assert.equal((await store.stat(key))?.size, 3);
});

Deno.test("lazyStore() closes its store if it was opened, and does not open it for that", async () => {
  const { root, traits, uri } = memoryStore("test");
  const happened: string[] = [];
  const store = lazyStore({
    ...{ root, traits, uri, hasLeftovers: false },
    open() {
      happened.push("opened");
      const closed = (): Promise<void> => Promise.resolve(void happened.push("closed"));
      return Promise.resolve({ ...memoryStore("test"), [Symbol.asyncDispose]: closed });
    },
  });

  await store[Symbol.asyncDispose]();
  assert.deepEqual(happened, []);
  await store.stat("a");
  await store[Symbol.asyncDispose]();

  assert.deepEqual(happened, ["opened", "closed"]);
});

function credentials(endpoint: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = s3().server;
  return { key: accessKeyId, secret: secretAccessKey, endpoint_url: endpoint, ca_file: CERTIFICATE };
}

import assert from "node:assert/strict";
import { ROOT } from "../../../tasks/process.ts";
import { canOwnHosts, runWithHosts } from "../../support/own_hosts.ts";
import { SKIPS_S3 } from "../../support/s3.ts";
import { keysOf } from "../../support/store_content.ts";
import { withFaultyS3 } from "./faulty_s3.ts";

const CHILD = `${ROOT}tests/stores/s3/children/use_all.ts`;
const isSkipped = SKIPS_S3 || !await canOwnHosts();
const HINT = isSkipped ? " (skipped without Ceph, or where this machine gets no names of its own)" : "";

// What a program on AWS needs, where each bucket is a server of its own.
Deno.test(`s3Store() reaches a bucket by its own host, with the permission for that host alone${HINT}`, {
  ignore: isSkipped,
}, async () => {
  await using s3 = await withFaultyS3();
  const bucket = new URL(s3.store.root).host;
  const { port } = new URL(s3.proxy.url);
  const host = `${bucket}.localhost:${port}`;
  const flags = [
    "--allow-sys=osRelease",
    "--allow-env=AWS_*,HOME,USERPROFILE,HOMEPATH,HOMEDRIVE,_X_AMZN_TRACE_ID",
  ];
  const options = { ...s3.options, endpoint: `http://localhost:${port}`, pathStyle: false };
  const run = (net: string) =>
    runWithHosts([`${bucket}.localhost`], [
      ...[
        "run",
        "--quiet",
        "--no-prompt",
        "--no-check",
        `--allow-read=${ROOT}lib`,
        ...flags,
        `--allow-net=${net}`,
      ],
      ...[CHILD, s3.store.root, JSON.stringify(options)],
    ], { env: { NO_COLOR: "1" } });

  const { code, stdout, stderr } = await run(host);
  const hosts = new Set(s3.proxy.requests.map(({ headers }) => headers["host"]));
  const paths = s3.proxy.requests.map(({ path }) => path);
  const other = await run(`localhost:${port}`);

  assert.equal(code, 0, stderr);
  assert.equal(stdout.trim(), "a b,copy,large");
  assert.deepEqual(await keysOf(s3.direct), ["a b", "copy", "large"]);
  assert.deepEqual([...hosts], [host]);
  assert.ok(
    paths.some((path) => path.startsWith("/a%20b?")) && paths.every((path) => !path.includes(bucket)),
    paths.join("\n"),
  );
  assert.match(other.stderr, new RegExp(`Deno needs the permission --allow-net=${host}`));
});

import assert from "node:assert/strict";
import { captureDeno, type Finished, ROOT } from "../../tasks/process.ts";
import { sharedS3, testWithS3 } from "../support/s3.ts";
import { s3Environment } from "../support/s3_environment.ts";
import { tempDir } from "../support/temp_dir.ts";

// The flags that docs/stores.md names, each of them needed. The clone is read besides, since the code lies there.

const s3 = sharedS3();
const DONE = "3 objects, read back, gone\n";
const VARIABLES = "AWS_*,HOME,HOMEDRIVE,HOMEPATH,USERPROFILE,_X_AMZN_TRACE_ID";

Deno.test("a store on this machine needs to read and write its folder, and nothing else", async () => {
  await using dir = await tempDir();
  const [read, write] = [`--allow-read=${dir.path},${ROOT}`, `--allow-write=${dir.path}`];

  const { stdout, stderr } = await useStore(dir.path, [read, write]);
  const readOnly = await useStore(dir.path, [read]);

  assert.equal(stdout, DONE, stderr);
  assert.match(readOnly.stderr, /StoreError: .*: Deno needs the permission --allow-write="/);
  assert.match((await useStore(dir.path, [`--allow-read=${ROOT}`, write])).stderr, /--allow-read/);
});

testWithS3("a store in S3 needs its server, the variables of AWS and the name of the system", async () => {
  const bucket = await s3().makeBucket();
  const flags = {
    net: `--allow-net=${new URL(s3().server.url).host}`,
    env: `--allow-env=${VARIABLES}`,
    sys: "--allow-sys=osRelease",
  };
  const env = s3Environment(s3());
  const use = (allowed: readonly string[]) =>
    useStore(`${bucket}/`, [`--allow-read=${ROOT}`, ...allowed], env);

  const { stdout, stderr } = await use(Object.values(flags));

  assert.equal(stdout, DONE, stderr);
  for (const [name, flag] of Object.entries(flags)) {
    const less = await use(Object.values(flags).filter((other) => other !== flag));
    assert.equal(less.stdout, "");
    assert.match(less.stderr, new RegExp(`--allow-${name}`), name);
  }
});

async function useStore(
  place: string,
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const script = `${ROOT}tests/stores/children/use_store.ts`;
  // A file of certificates that this machine names would have to be read, too.
  const variables = { NO_COLOR: "1", AWS_CA_BUNDLE: "", ...env };
  return await captureDeno(["run", "--no-prompt", ...flags, script, place], { env: variables });
}

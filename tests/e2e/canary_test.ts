import assert from "node:assert/strict";
import { kedge } from "../support/kedge.ts";
import { tempDir } from "../support/temp_dir.ts";

const CANARY = "hunter2-canary";

const PROJECT = `
import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const copy = node({ name: "copy", inputs: ["vault", "params:rate"], outputs: "copied", run: (v: string) => v.length });
export default defineProject({ name: "tiny", pipelines: { __default__: pipeline([copy]) } });
`;
// A dataset type that needs its credentials, and fails without them.
const VAULT = `
export default {
  type: "vault",
  parseOptions: (data) => ({ value: data }),
  create: (_options, { credentials }) => ({
    type: "vault",
    traits: { ephemeral: false },
    load: () => {
      if (credentials.password.reveal() !== Deno.env.get("CANARY")) throw new Error("Wrong password: " + credentials.password);
      return Promise.resolve("open");
    },
    save: () => Promise.resolve(),
    exists: () => Promise.resolve(true),
    describe: () => ({ credentials }),
    release: () => {},
  }),
};
`;

/** Everything below a folder but what the test wrote. */
async function filesWithCanary(dir: string, known: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(dir)) {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory) found.push(...await filesWithCanary(path, known));
    else {
      const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
      if (text.includes(CANARY) && !known.some((name) => path.endsWith(name))) found.push(path);
    }
  }
  return found;
}

Deno.test("a credential appears in no output and no file of any command", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": PROJECT,
    "datasets/vault.ts": VAULT,
    "conf/base/catalog.yml":
      "vault: {type: ./datasets/vault.ts, credentials: safe}\ncopied: {type: json, filepath: data/c.json}\n",
    "conf/base/parameters.yml": "rate: 1\n",
    "conf/base/credentials.yml":
      `safe: {password: "\${oc.env:CANARY}"}\nother: {token: ${CANARY}, list: [${CANARY}]}\n`,
    "conf/wrong/credentials.yml": `safe: {password: ${CANARY}-wrong}\n`,
    "conf/broken/credentials.yml": `safe: {password: "${CANARY}\n`,
    "conf/twice/credentials.yml": `safe: {password: ${CANARY}, password: "\${nothing.${CANARY}}"}\n`,
    "conf/inline/catalog.yml": `vault: {type: csvv, filepth: x, credentials: {password: ${CANARY}}}\n`,
  });
  const env = { CANARY };
  const commands: readonly (readonly string[])[] = [
    ["run"],
    ["run", "--json"],
    ["run", "--json", "--env", "wrong"],
    ...["broken", "twice", "inline"].map((name) => ["run", "--json", "--env", name]),
    ["runs", "show", "@latest", "--json"],
    ["runs", "list", "--json"],
    ["catalog", "show", "vault", "--json"],
    ["catalog", "check", "--json"],
    ["config", "show"],
    ["config", "show", "--json", "--env", "wrong"],
    ["config", "show", "--env", "inline"],
    ["config", "explain", "credentials"],
    ["config", "explain", "safe", "--json"],
    ["config", "explain", "safe.passwrd"],
    ["config", "schema"],
  ];

  for (const args of commands) {
    const { code, stdout, stderr } = await kedge(dir.path, args, env);

    if (args.length === 1) assert.equal(code, 0, stderr);
    assert.ok(!(stdout + stderr).includes(CANARY), `kedge ${args.join(" ")}\n${stdout}\n${stderr}`);
  }
  assert.deepEqual(await filesWithCanary(dir.path, ["credentials.yml", "inline/catalog.yml"]), []);
});

import assert from "node:assert/strict";
import { loadConfig } from "../../lib/config/load_config.ts";
import { isSecret } from "../../lib/core/secret.ts";
import { revealLeaves } from "../../lib/core/secret_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

const CANARY = "hunter2";

/** Everything that could show a value to somebody. */
function shown(value: unknown): string {
  const messages = value instanceof Error ? [value.message, value.stack, JSON.stringify({ ...value })] : [];
  return [Deno.inspect(value, { depth: 20 }), JSON.stringify(value), String(value), ...messages].join("\n");
}

Deno.test("loadConfig() reads credentials as secrets, of which only the names show", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/credentials.yml":
      `db: {user: ada, password: ${CANARY}, options: {keys: [${CANARY}]}}\ntoken: ${CANARY}\n`,
  });

  const config = await loadConfig({ root: dir.path });

  const { db, token } = config.credentials.data;
  assert.ok(db !== undefined && token !== undefined && isSecret(token) && !isSecret(db));
  assert.deepEqual(Object.keys(db), ["user", "password", "options"]);
  assert.deepEqual(revealLeaves(db), { user: "ada", password: CANARY, options: { keys: [CANARY] } });
  assert.equal(token.reveal(), CANARY);
  assert.equal(shown(config).includes(CANARY), false);
});

Deno.test("loadConfig() knows where credentials were written, and shows no line of their files", async () => {
  await using dir = await tempDir();
  await dir.write({ "conf/base/credentials.yml": `db:\n  password: ${CANARY}\n` });

  const { credentials } = await loadConfig({ root: dir.path });

  assert.deepEqual(credentials.placeOf(["db", "password"]), {
    file: "conf/base/credentials.yml",
    line: 2,
    column: 13,
    length: CANARY.length,
  });
});

const BROKEN: Readonly<Record<string, string>> = {
  "a quote that is not closed": `db: {password: "${CANARY}`,
  "a bracket that is not closed": `db: [${CANARY}\nother: 1`,
  "a tab": `db:\n\tpassword: ${CANARY}`,
  "a beginning that needs quotes": `db: @${CANARY}`,
  "an alias": `db: {password: *${CANARY}}`,
  "a tag": `db: {password: !${CANARY} x}`,
  "a named tag": `db: {password: !${CANARY}!x y}`,
  "an escape": `db: "\\${CANARY}"`,
  "a colon too many": `db: password: ${CANARY}`,
  "a password with a colon": `db: {password: a}\n${CANARY}\n`,
  "a list at the top": `- ${CANARY}`,
  "a text at the top": CANARY,
  "an interpolation": `other: {password: "\${oc.env:X}${CANARY}"}`,
  "a key written twice": `db: {password: ${CANARY}, password: ${CANARY}}`,
  "a number that is none": `db: {password: !!int ${CANARY}}`,
  "a second document": `db: {password: ${CANARY}}\n---\n${CANARY}: ${CANARY}`,
};

for (const [slip, text] of Object.entries(BROKEN)) {
  Deno.test(`loadConfig() shows nothing of a credentials file with ${slip}`, async () => {
    await using dir = await tempDir();
    await dir.write({
      "conf/base/credentials.yml": text,
      "conf/local/credentials.yml": `db: {password: ${CANARY}}`,
    });

    const error = await loadConfig({ root: dir.path }).then(() => undefined, (error: unknown) => error);

    assert.match(String(error), /conf\/base\/credentials\.yml:\d/);
    assert.equal(shown(error).includes(CANARY), false);
  });
}

Deno.test("loadConfig() shows nothing of credentials files that hold the same", async () => {
  await using dir = await tempDir();
  const text = `db: {password: ${CANARY}}`;
  await dir.write({ "conf/base/credentials.yml": text, "conf/base/credentials_b.yml": text });

  const error = await loadConfig({ root: dir.path }).then(() => undefined, (error: unknown) => error);

  assert.match(String(error), /db is written in two files/);
  assert.equal(shown(error).includes(CANARY), false);
});

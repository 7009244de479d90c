import assert from "node:assert/strict";
import { describeCommand, redact } from "../../../lib/tracking/system/command_line.ts";

Deno.test("describeCommand() gives a command that can be pasted into a shell", () => {
  const words = ["kedge", "run", "--params", "lr=0.1,a.b=c", "it's here", "", "$HOME"];

  assert.equal(describeCommand(words), `kedge run --params lr=0.1,a.b=c 'it'\\''s here' '' '$HOME'`);
});

Deno.test("describeCommand() leaves assignments to variables as such", () => {
  assert.equal(describeCommand(["NAME=a b", "KEDGE_ENV=prod", "kedge"]), "NAME='a b' KEDGE_ENV=prod kedge");
});

Deno.test("describeCommand() hides the values of further names, whole or by pattern", () => {
  const words = ["run", "--params", "db.pin=4711,spinner=on,my_nip_2=4712,x=1", "--pin", "4713"];

  assert.equal(
    describeCommand(words, ["pin", "*NIP*", "!x"]),
    "run --params 'db.pin=***,spinner=on,my_nip_2=***,x=1' --pin '***'",
  );
});

Deno.test("describeCommand() hides the values of flags and params that look like secrets", () => {
  const cases: readonly (readonly [words: readonly string[], command: string])[] = [
    [["--password", "hunter2", "next"], "--password *** next"],
    [["--db-password=hunter2"], "--db-password=***"],
    [["-token", "abc"], "-token ***"],
    [["--api-key", "--verbose"], "--api-key --verbose"],
    [["--params", "lr=0.1,db.password=hunter2,b=2"], "--params lr=0.1,db.password=***,b=2"],
    [["--params", "db.password=hunter2,with comma,b=2"], "--params 'db.password=***,b=2'"],
    [["AWS_SECRET_ACCESS_KEY=abc"], "AWS_SECRET_ACCESS_KEY=***"],
    [["--params", '{"token": "abc", "b": 1}'], `--params '{"token": ***, "b": 1}'`],
    [["-H", "Authorization: Bearer abc"], "-H 'Authorization: ***'"],
    [["--lr", "0.1"], "--lr 0.1"],
  ];
  for (const [words, command] of cases) {
    const described = describeCommand(words);

    assert.ok(!/hunter2|abc/.test(described), described);
    assert.equal(described.replaceAll("'", ""), command.replaceAll("'", ""));
  }
});

Deno.test("redact() hides credentials in URLs", () => {
  assert.equal(redact("https://ada:hunter2@host:8080/x"), "https://***@host:8080/x");
  assert.equal(redact("postgres://ada:hun@ter2@host/db"), "postgres://***@host/db");
  assert.equal(redact("https://token@host/x"), "https://***@host/x");
  assert.equal(
    redact("s3://bucket/key?X-Amz-Signature=abc&part=1"),
    "s3://bucket/key?X-Amz-Signature=***&part=1",
  );
  assert.equal(redact("https://host/@user/a@b"), "https://host/@user/a@b");
});

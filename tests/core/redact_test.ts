import assert from "node:assert/strict";
import { hideUrlSecrets, isSecretName, redact } from "../../lib/core/redact.ts";

Deno.test("redact() hides what stands under the name of a secret, and passwords in URLs", () => {
  assert.equal(redact("host=x password=y"), "host=x password=***");
  assert.equal(redact("db.api_key: abc, n=1"), "db.api_key: ***, n=1");
  assert.equal(redact("jdbc:postgresql://ada:pw@host/db"), "jdbc:postgresql://***@host/db");
  assert.equal(redact("s3+https://ada:pw@host/x?token=abc"), "s3+https://***@host/x?token=***");
  assert.equal(redact("https://host/x?sv=1&sig=a%2Fb&st=2"), "https://host/x?sv=1&sig=***&st=2");
  assert.equal(redact("data/01_raw/cars.csv"), "data/01_raw/cars.csv");
});

Deno.test("hideUrlSecrets() hides what lets the bearer of a URL in, and leaves the rest to read", () => {
  for (
    const name of ["sig", "token", "access_token", "sas_token", "X-Amz-Signature", "X-Amz-Credential"]
      .concat(["X-Amz-Security-Token", "X-Goog-Signature", "Signature", "key", "api_key", "client_secret"])
  ) {
    const url = `see https://ada:pw@host/x.csv?a=1&${name}=s3cr3t%2B&b=2#end, then`;

    assert.equal(hideUrlSecrets(url), `see https://***@host/x.csv?a=1&${name}=***&b=2#end, then`);
  }
  for (const text of ["https://host/x?page=2&sort=keyword", "sig=1", "data/x.csv?key=1"]) {
    assert.equal(hideUrlSecrets(text), text);
  }
});

Deno.test("isSecretName() knows names of secrets, and further ones", () => {
  for (const name of ["db_password", "apiKey", "AWS_SECRET", "token"]) assert.ok(isSecretName(name), name);
  for (const name of ["tokenizer", "model", "key"]) assert.ok(!isSecretName(name), name);
  assert.ok(isSecretName("pin", ["^pin$"]));
});

Deno.test("redact() is done with long texts, whatever is in them", () => {
  // With time that grows as the square, each would take minutes.
  for (const piece of ["a", "a1+", "://", "password", "a,", "[", "x@", "\n", " "]) {
    const text = piece.repeat(200_000 / piece.length);

    assert.equal(typeof redact(text), "string");
  }
});

import assert from "node:assert/strict";
import { loadConfigFiles } from "../support/config_files.ts";

const PASSWORD = "hunter2-canary";

/** What is shown of the parameters (and one more group), by dotted key. */
async function shown(
  files: Readonly<Record<string, string>>,
  options: Parameters<typeof loadConfigFiles>[1] = {},
): Promise<Record<string, unknown>> {
  const { origins } = await (await loadConfigFiles(files, options)).explain();
  return Object.fromEntries(origins.map(({ group, path, value }) => [`${group}.${path.join(".")}`, value]));
}

for (
  const [what, yaml] of Object.entries({
    "a reference": "copy: ${password}",
    "a text with a reference": 'copy: "postgresql://ada:${password}@host/db"',
    "a chain of references": 'copy: ${one}\none: ${two}\ntwo: "x${password}"',
    "a relative reference": 'db: {password: hunter2-canary, copy: "${.password}"}\ncopy: ${db.copy}',
    "oc.select": "copy: ${oc.select:password}",
    "a function of Kedro": "copy: ${oc.create:${password}}",
    "a function of the project": "copy: ${upper:${password}}",
    "an alias": "other_password: &p hunter2-canary\ncopy: *p",
    "a value below a map of secrets": "secrets: {a: hunter2-canary}\nwhole: ${secrets}\ncopy: ${whole.a}",
    "a list": 'copy: [1, "${password}"]',
    "a runtime parameter": "copy: ${runtime_params:password}",
  })
) {
  Deno.test(`a secret is hidden when it is taken over by ${what}`, async () => {
    const config = await loadConfigFiles({ "base/parameters.yml": `${yaml}\nplain: ok\n` }, {
      codeParameters: { password: PASSWORD },
      runtimeParams: { password: PASSWORD },
      resolvers: { upper: (text: string) => `${text}!` },
    });

    const { origins } = await config.explain();

    assert.ok(!JSON.stringify(origins).includes(PASSWORD), JSON.stringify(origins));
    assert.ok(config.isMadeOfSecret("parameters", ["copy"]));
    assert.ok(!config.isMadeOfSecret("parameters", ["plain"]));
    assert.ok(JSON.stringify(config.parameters.data).includes(PASSWORD));
  });
}

Deno.test("a secret is hidden wherever globals bring it, and so is a global that credentials are made of", async () => {
  const values = await shown({
    "base/globals.yml": `db_password: ${PASSWORD}\nkey_of_store: ${PASSWORD}-2\nhost: example.org\n`,
    "base/parameters.yml":
      "dsn: ${globals:db_password}\nstore: ${globals:key_of_store}\nhost: ${globals:host}\n",
    "base/credentials.yml": 'dev: {key: "${globals:key_of_store}", host: "${globals:host}"}\n',
    "base/catalog.yml": 'cars: {type: csv, filepath: "https://x/${globals:db_password}.csv"}\n',
    "base/mlflow.yml": 'server: {mlflow_tracking_uri: "https://x/${globals:db_password}"}\n',
  });

  assert.deepEqual(values, {
    "globals.db_password": "***",
    "globals.key_of_store": "***",
    "globals.host": "example.org",
    "catalog.cars.type": "csv",
    "catalog.cars.filepath": "***",
    "parameters.dsn": "***",
    "parameters.store": "***",
    "parameters.host": "example.org",
    "credentials.dev.key": "***",
    "credentials.dev.host": "***",
    "mlflow.server.mlflow_tracking_uri": "***",
  });
});

Deno.test("of a map that is taken over, only the secrets are hidden", async () => {
  const values = await shown({
    "base/parameters.yml":
      `db: {host: h, password: ${PASSWORD}}\nsecrets: {a: ${PASSWORD}}\nc: \${db}\nd: \${secrets}\n`,
  });

  assert.deepEqual([values["parameters.c.host"], values["parameters.c.password"], values["parameters.d.a"]], [
    "h",
    "***",
    "***",
  ]);
});

Deno.test("a number under the name of a password is hidden, a count of tokens and a switch are not", async () => {
  const values = await shown({
    "base/parameters.yml": "password: 1234\nmax_token: 512\nhas_password: true\n",
  });

  assert.deepEqual(Object.values(values), ["***", 512, true]);
});

Deno.test("what tracking.params.redact lists is hidden where it is taken over, and what it exempts is shown", async () => {
  const values = await shown({
    "base/kedge.yml": 'tracking: {params: {redact: [iban, "!copy_of_token"]}}\n',
    "base/parameters.yml": "iban: DE1\nother: ${iban}\ntoken: t-1\ncopy_of_token: ${token}\n",
  });

  assert.equal(values["parameters.other"], "***");
  assert.equal(values["parameters.copy_of_token"], "t-1");
});

Deno.test("what was overridden or dropped is hidden too", async () => {
  const config = await loadConfigFiles({
    "base/parameters.yml": `password: ${PASSWORD}\ncopy: \${password}\nm: {a: "\${password}", b: 1}\n`,
    "prod/parameters.yml": "copy: plain\nm: {b: 2}\n",
  }, { env: "prod" });

  const text = JSON.stringify([await config.explain(), await config.explain("copy")]);

  assert.ok(!text.includes(PASSWORD), text);
});

Deno.test("messages and source lines of problems tell no secret", async () => {
  let message = "";
  await loadConfigFiles({ "base/parameters.yml": `password: ${PASSWORD}\ncopy: \${password}\n` }, {
    check: ({ parameters }) => [{
      code: "x",
      message: `copy is "${parameters?.data["copy"]}"`,
      path: ["password"],
      place: parameters?.placeOf(["password"]),
    }],
    onProblems: (error) => message = JSON.stringify(error.issues) + error.message,
  });

  assert.ok(message.includes('copy is \\"***\\"'), message);
  assert.ok(!message.includes(PASSWORD), message);
});

Deno.test("references that fan out are looked at once each", async () => {
  const config = await loadConfigFiles({
    "base/parameters.yml": `t0: x\n${
      Array.from({ length: 16 }, (_, i) => `t${i + 1}: "\${t${i}}\${t${i}}"`).join("\n")
    }\n`,
  });

  assert.ok(!config.isMadeOfSecret("parameters", ["t16"]));
});

Deno.test("what signs a URL is hidden in configuration that is shown", async () => {
  const values = await shown({
    "base/catalog.yml":
      'cars: {type: csv, filepath: "https://host/cars.csv?v=1&sig=abc&X-Amz-Signature=def&token=g"}\n',
  });

  assert.equal(
    values["catalog.cars.filepath"],
    "https://host/cars.csv?v=1&sig=***&X-Amz-Signature=***&token=***",
  );
});

Deno.test("messages about an entry hide its secrets as they stand in URLs, and half of a surrogate pair too", async () => {
  const { maskAbout } = await loadConfigFiles({
    "base/globals.yml": `store_token: "a b/${PASSWORD}"\nother_token: "\\ud800${PASSWORD}"\n`,
    "base/catalog.yml": [
      'cars: {type: csv, filepath: "s3://x/${globals:store_token}/a.csv"}',
      'ships: {type: csv, filepath: "x/${globals:other_token}"}',
      "plain: {type: csv, filepath: a.csv}",
      "",
    ].join("\n"),
  });

  const told = `a b/${PASSWORD} a%20b/${PASSWORD} a%20b%2F${PASSWORD}`;
  assert.equal(maskAbout?.("catalog", "cars", told), "*** *** ***");
  assert.equal(maskAbout?.("catalog", "plain", told), told);
});

Deno.test("texts are hidden that lie in credentials, but not how a service is reached, unless a URL tells a secret", async () => {
  const { mask } = await loadConfigFiles({
    "base/credentials.yml": [
      "dev:",
      "  key: AKIA-canary",
      "  user: ada-lovelace",
      "  port: 5432",
      "  endpoint_url: https://s3.example.org",
      "  client_kwargs: {addressing_style: path, signature_version: s3v4, timeout: 3000, pass: swordfish}",
      "google: {type: service_account, project_id: penguins, token_uri: https://oauth2.example.org/token}",
      "db: {url: 'postgres://ada:p%40ss-word@db.example.org/birds'}",
      "",
    ].join("\n"),
    "base/parameters.yml": "signature: default\napi_key: named-canary\n",
  });

  assert.ok(mask !== undefined);
  for (
    const plain of [
      "ada-lovelace on 5432 at https://s3.example.org by path, s3v4, 3000",
      "service_account of penguins at https://oauth2.example.org/token",
      "db.example.org and the __default__ pipeline",
    ]
  ) assert.equal(mask(plain), plain);
  assert.equal(
    mask("AKIA-canary swordfish p@ss-word p%40ss-word named-canary"),
    "*** *** *** *** ***",
  );
  assert.equal(mask("connect to postgres://ada:p%40ss-word@db.example.org/birds"), "connect to ***");
});

Deno.test("a configuration that names no secret has nothing to hide texts by, and values that may be told are told", async () => {
  const plain = await loadConfigFiles({
    "base/parameters.yml": "model: {trees: 100}\n",
    "base/catalog.yml": "cars: {type: csv, filepath: cars.csv}\n",
  });
  const exempt = await loadConfigFiles({
    "base/kedge.yml": 'tracking: {params: {redact: ["!*_token"]}}\n',
    "base/parameters.yml": "eos_token: </end>\nmy_password: hunter2\n",
  });

  assert.equal(plain.mask, undefined);
  assert.equal(exempt.mask?.("</end> hunter2"), "</end> ***");
});

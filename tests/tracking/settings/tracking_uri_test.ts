import assert from "node:assert/strict";
import { describeIssue } from "../../../lib/core/issue.ts";
import { problemsOf, settingsOf } from "../../support/tracking_settings.ts";

for (
  const uri of [
    "mlruns",
    "./mlruns",
    "/data/mlruns",
    "file:///data/mlruns",
    "sqlite:///mlflow.db",
    "C:\\mlruns",
    "file:x",
  ]
) {
  Deno.test(`parseTrackingSettings() takes ${uri} for the store of the project, and says so`, async () => {
    const { notices, refusal } = await settingsOf({ mlflow: `server: {mlflow_tracking_uri: '${uri}'}` });

    assert.equal(refusal, undefined);
    assert.deepEqual(notices.map(describeIssue), [
      `conf/base/mlflow.yml:1:31  Runs are recorded in .kedge. server.mlflow_tracking_uri is "${uri}": ` +
      `what is there stays as it is, and "kedge runs import ${uri}" copies its runs`,
    ]);
  });
}

for (
  const uri of [
    ".kedge",
    ".kedge/runs.db",
    "/srv/penguins/.kedge/runs.db",
    "file:///srv/penguins/.kedge",
    "sqlite:///.kedge/runs.db",
    "sqlite:////srv/penguins/.kedge/runs.db",
  ]
) {
  Deno.test(`parseTrackingSettings() has nothing to say about ${uri}, which is the store of the project`, async () => {
    const { notices, refusal } = await settingsOf({}, { MLFLOW_TRACKING_URI: uri });

    assert.deepEqual([notices, refusal], [[], undefined]);
  });
}

for (
  const [uri, reason] of [
    ["http://", /it is no URL/],
    ["databricks", /Databricks is reached through its own client only/],
    ["databricks://profile", /Databricks/],
    ["postgresql://db/mlflow", /the database of an MLflow server is not written to/],
  ] as const
) {
  Deno.test(`parseTrackingSettings() says why nothing can be recorded with ${uri}`, async () => {
    const { refusal } = await settingsOf({ mlflow: `server: {mlflow_tracking_uri: '${uri}'}` });

    assert.match(refusal?.message ?? "", reason);
    assert.equal(refusal?.place?.line, 1);
  });
}

Deno.test("parseTrackingSettings() shows no credentials of a URI, and the file wins over the variable", async () => {
  const secret = await settingsOf({}, { MLFLOW_TRACKING_URI: "mysql://ada:hunter2@host" });
  const written = await settingsOf({ mlflow: "server: {mlflow_tracking_uri: .kedge}" }, {
    MLFLOW_TRACKING_URI: "http://host",
  });

  assert.match(secret.refusal?.message ?? "", /^MLFLOW_TRACKING_URI is "mysql:\/\/\*\*\*@host"/);
  assert.equal(secret.refusal?.place?.text, undefined);
  assert.deepEqual([written.refusal, written.server], [undefined, undefined]);
});

Deno.test("parseTrackingSettings() takes http and https for a server that runs are copied to", async () => {
  const { server, refusal, notices } = await settingsOf({
    mlflow: "server: {mlflow_tracking_uri: 'HTTPS://mlflow.example/team', credentials: my_server}",
    kedge: "tracking: {on_error: fail, flush_seconds: 0.5}",
    credentials: "my_server: {MLFLOW_TRACKING_USERNAME: ada, mlflow_tracking_password: hunter2, other: x}",
  }, { MLFLOW_TRACKING_USERNAME: "bob", MLFLOW_WORKSPACE: "birds" });
  const byVariable = await settingsOf({}, { MLFLOW_TRACKING_URI: "http://localhost:5000" });

  assert.deepEqual([refusal, notices], [undefined, []]);
  const { variables = {}, ...facts } = server ?? {};
  assert.deepEqual(facts, { uri: "HTTPS://mlflow.example/team", onError: "fail", flushSeconds: 0.5 });
  assert.deepEqual(
    Object.entries(variables).map(([name, value]) => [name, value.reveal()]),
    [
      ["MLFLOW_TRACKING_USERNAME", "ada"],
      ["MLFLOW_TRACKING_PASSWORD", "hunter2"],
      ["MLFLOW_WORKSPACE", "birds"],
    ],
  );
  assert.ok(!JSON.stringify(server).includes("hunter2"));
  assert.deepEqual(byVariable.server, {
    uri: "http://localhost:5000",
    variables: {},
    onError: "warn",
    flushSeconds: 5,
  });
});

Deno.test("parseTrackingSettings() tells of a URI that is refused beside all else that is wrong", async () => {
  const problems = await problemsOf({
    mlflow: "server: {mlflow_tracking_uri: databricks}\ntracking: {run: {nmae: x}}\n",
    kedge: "tracking: {durability: often}\n",
  });

  assert.equal(problems.length, 3, problems.join("\n"));
  assert.match(problems.join("\n"), /mlflow\.yml:1:.*"databricks": Databricks is reached/);
  const variable = await problemsOf({ kedge: "tracking: {durability: often}\n" }, {
    MLFLOW_TRACKING_URI: "mysql://host",
  });
  assert.match(variable.join("\n"), /MLFLOW_TRACKING_URI is "mysql:/);
});

Deno.test("a URI that is neither a store, a server nor a database is told to be no place for runs", async () => {
  for (const uri of ["ftp://host/runs", "s3://bucket/runs"]) {
    const { refusal } = await settingsOf({}, { MLFLOW_TRACKING_URI: uri });
    assert.match(
      refusal?.message ?? "",
      /: there is no such place for runs: it may be a path, file:, sqlite:/,
    );
  }
  const { refusal } = await settingsOf({}, { MLFLOW_TRACKING_URI: "postgresql+psycopg2://host/db" });
  assert.match(refusal?.message ?? "", /: the database of an MLflow server is not written to/);
});

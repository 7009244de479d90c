import assert from "node:assert/strict";
import { parseMlflowSettings } from "../../../lib/tracking/mlflow/mlflow_settings.ts";

const from = (values: Readonly<Record<string, string>>) => ({ variable: (name: string) => values[name] });

Deno.test("parseMlflowSettings() keeps the path of an address, and shows no user and password", () => {
  const settings = parseMlflowSettings("https://ada:hunt%20er2@mlflow.example:8443/team/?x=1#y");

  assert.equal(settings.endpoint, "https://mlflow.example:8443/team");
  assert.ok(settings.login?.kind === "basic");
  assert.deepEqual([settings.login.username.reveal(), settings.login.password.reveal()], ["ada", "hunt er2"]);
  assert.doesNotMatch(`${JSON.stringify(settings)}${Deno.inspect(settings)}`, /hunt/);
});

Deno.test("parseMlflowSettings() refuses what is no address of a server, without its password", () => {
  for (const uri of ["mlruns", "sqlite:///mlflow.db", "databricks", "ftp://u:hunter2@h"]) {
    assert.throws(() => parseMlflowSettings(uri), (error: Error) => {
      assert.match(error.message, /^Cannot reach MLflow at ".*": it must be an http or https URL$/);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
  }
});

Deno.test("parseMlflowSettings() tells how a user and password are written in a URL, and shows neither", () => {
  assert.throws(() => parseMlflowSettings("https://ada:100%hunter2@mlflow.example"), {
    name: "TrackingError",
    message:
      'Cannot log in to MLflow at "mlflow.example": in a URL, "%" of a user or password must be written as "%25"',
  });
});

Deno.test("parseMlflowSettings() reads MLflow's variables where options say nothing", () => {
  const variables = {
    MLFLOW_WORKSPACE: "birds",
    MLFLOW_HTTP_REQUEST_TIMEOUT: "2.5",
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: "12",
    MLFLOW_TRACKING_CLIENT_CERT_PATH: "/c.pem",
  };

  const read = parseMlflowSettings("http://h", from(variables));
  const given = parseMlflowSettings("http://h", {
    ...from(variables),
    timeout: 7,
    retries: 0,
    workspace: "sea",
  });

  // Python's client repeats at most ten times too.
  assert.deepEqual([read.workspace, read.timeout, read.retries], ["birds", 2500, 10]);
  assert.equal(read.transport.clientCertificate, "/c.pem");
  assert.deepEqual([given.workspace, given.timeout, given.retries], ["sea", 7, 0]);
});

Deno.test("parseMlflowSettings() refuses to trust everybody, and names what to do instead", () => {
  assert.throws(
    () => parseMlflowSettings("https://h", from({ MLFLOW_TRACKING_INSECURE_TLS: "true" })),
    /^TrackingError: MLFLOW_TRACKING_INSECURE_TLS is not supported.*MLFLOW_TRACKING_SERVER_CERT_PATH \(the option caCertificate\).*--unsafely-ignore-certificate-errors=HOST$/,
  );
  parseMlflowSettings("https://h", from({ MLFLOW_TRACKING_INSECURE_TLS: "false" }));
});

Deno.test("parseMlflowSettings() says which half of a login is missing", () => {
  assert.throws(
    () => parseMlflowSettings("http://h", { username: "ada" }),
    /a password is missing beside the user/,
  );
  assert.throws(
    () => parseMlflowSettings("http://h", from({ MLFLOW_TRACKING_PASSWORD: "hunter2" })),
    (error: Error) =>
      /a user is missing beside the password/.test(error.message) && !/hunter2/.test(error.message),
  );
});

Deno.test("parseMlflowSettings() refuses numbers that make no sense", () => {
  assert.throws(() => parseMlflowSettings("http://h", { timeout: 0 }), RangeError);
  assert.throws(() => parseMlflowSettings("http://h", { retries: -1 }), RangeError);
  for (const name of ["MLFLOW_HTTP_REQUEST_TIMEOUT", "MLFLOW_HTTP_REQUEST_MAX_RETRIES"]) {
    assert.throws(
      () => parseMlflowSettings("http://h", from({ [name]: "soon" })),
      new RegExp(`${name} must be`),
    );
  }
});

Deno.test("parseMlflowSettings() refuses ways of Python to say who asks, unless headers say so", () => {
  for (const values of [{ MLFLOW_TRACKING_AWS_SIGV4: "true" }, { MLFLOW_TRACKING_AUTH: "my-plugin" }]) {
    assert.throws(
      () => parseMlflowSettings("http://h", from(values)),
      /^TrackingError: MLFLOW_TRACKING_\w+ is not supported.*headers/,
    );
    parseMlflowSettings("http://h", { ...from(values), headers: { authorization: "x" } });
  }
  parseMlflowSettings("http://h", from({ MLFLOW_TRACKING_AWS_SIGV4: "false" }));
});

import assert from "node:assert/strict";
import { isSecret, secret } from "../../../lib/core/secret.ts";
import { HEADERS_MODULE, reachVariables } from "../../../lib/tracking/settings/server.ts";
import { parseTrackingSettings } from "../../../lib/tracking/settings.ts";

const located = <T>(data: T) => ({ data, placeOf: () => undefined });
const environment = (name: string) =>
  ({ MLFLOW_TRACKING_TOKEN: "from env", MLFLOW_WORKSPACE: "from env" } as Record<string, string>)[name];

function reach(
  mlflow: Record<string, unknown>,
  kedge: Record<string, unknown> = {},
  credentials: Record<string, string> = {},
) {
  const entry = Object.fromEntries(Object.entries(credentials).map(([name, value]) => [name, secret(value)]));
  const server = { mlflow_tracking_uri: "https://mlflow.example", credentials: "shared", ...mlflow };
  const settings = parseTrackingSettings({
    // Made of JSON alone.
    mlflow: located({ server }) as never,
    kedge: located({ tracking: { server: kedge } }) as never,
    credentials: located({ shared: entry }),
  }, { root: "/srv/penguins", variable: environment });
  const values = Object.entries(settings.server?.variables ?? {}).map((
    [name, value],
  ) => [name, value.reveal()]);
  return { values: Object.fromEntries(values), notices: settings.notices.map(({ message }) => message) };
}

Deno.test("parseTrackingSettings() reads how a server is reached from kedge.yml, paths from the project's folder", () => {
  const { values } = reach({}, {
    ca_certificate: "conf/ca.pem",
    client_certificate: "/etc/client.pem",
    workspace: "birds",
    timeout_seconds: 5,
    retries: 0,
    headers: "./headers.ts",
  });

  assert.deepEqual(values, {
    MLFLOW_TRACKING_TOKEN: "from env",
    MLFLOW_TRACKING_SERVER_CERT_PATH: "/srv/penguins/conf/ca.pem",
    MLFLOW_TRACKING_CLIENT_CERT_PATH: "/etc/client.pem",
    MLFLOW_WORKSPACE: "birds",
    MLFLOW_HTTP_REQUEST_TIMEOUT: "5",
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: "0",
    [HEADERS_MODULE]: '{"module":"./headers.ts","root":"/srv/penguins","options":{}}',
  });
});

Deno.test("parseTrackingSettings() takes credentials under the names of MLflow's variables, in either case", () => {
  const { values } = reach({}, {}, { mlflow_tracking_username: "ada", MLFLOW_TRACKING_PASSWORD: "x" });

  assert.deepEqual([values.MLFLOW_TRACKING_USERNAME, values.MLFLOW_TRACKING_PASSWORD], ["ada", "x"]);
});

Deno.test("parseTrackingSettings() takes a module for the class that makes headers, and says when it is one of Python", () => {
  const ours = reach({ request_header_provider: { type: "./headers.ts", init_kwargs: { scope: "write" } } });
  const python = reach({ request_header_provider: { type: "pkg.Provider" } });
  const both = reach({ request_header_provider: { type: "pkg.Provider" } }, { headers: "./headers.ts" });

  assert.match(
    String(ours.values[HEADERS_MODULE]),
    /"module":"\.\/headers\.ts".*"options":\{"scope":"write"\}/,
  );
  assert.deepEqual([ours.notices, both.notices], [[], []]);
  assert.match(
    python.notices[0] ?? "",
    /is "pkg\.Provider": a class of Python makes no headers here.*tracking\.server\.headers$/,
  );
});

Deno.test("reachVariables() hides every value, and takes nothing else of the environment", () => {
  const variables = reachVariables((name) => `value of ${name}`);

  assert.ok(Object.values(variables).every(isSecret));
  assert.ok(!(HEADERS_MODULE in variables));
});

Deno.test("parseTrackingSettings() says that models are registered at the server of the runs", () => {
  const elsewhere = reach({ mlflow_registry_uri: "https://ada:hunter2@registry.example" });
  const same = reach({ mlflow_registry_uri: "https://mlflow.example/" });

  assert.match(
    elsewhere.notices[0] ?? "",
    /^server\.mlflow_registry_uri is ".*@registry\.example": models are registered/,
  );
  assert.doesNotMatch(elsewhere.notices[0] ?? "", /hunter2/);
  assert.deepEqual(same.notices, []);
});

import { describeValue } from "../../core/describe_value.ts";
import { isSecret, type Secret } from "../../core/secret.ts";
import { VERSION } from "../../core/version.ts";
import type { MlflowHeaders } from "./mlflow_options.ts";
import type { MlflowLogin, MlflowSettings } from "./mlflow_settings.ts";

/** The headers of one request. */
export async function requestHeaders(
  { headers, workspace }: Pick<MlflowSettings, "headers" | "workspace">,
  login: MlflowLogin | undefined,
): Promise<Headers> {
  const made = new Headers({ "user-agent": `kedge/${VERSION}` });
  if (workspace !== undefined) set(made, "x-mlflow-workspace", workspace);
  if (login !== undefined) set(made, "authorization", authorization(login));
  for (const [name, value] of Object.entries(await given(headers))) {
    if (typeof value !== "string" && !isSecret(value)) {
      throw new TypeError(
        `Cannot send header "${name}" as it must be text: current value is ${describeValue(value)}`,
      );
    }
    set(made, name, revealed(value));
  }
  return made;
}

// What Headers says of a wrong value shows it.
function set(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value);
  } catch {
    throw new TypeError(
      `Cannot send header ${JSON.stringify(name)} as its name or value holds a sign that none may have`,
    );
  }
}

function given(headers: MlflowHeaders): ReturnType<Extract<MlflowHeaders, () => unknown>> {
  // A union of a record and a function: a record is never called.
  return typeof headers === "function" ? headers() : headers as Readonly<Record<string, string | Secret>>;
}

function authorization(login: MlflowLogin): string {
  if (login.kind === "token") return `Bearer ${revealed(login.token)}`;
  const text = `${revealed(login.username)}:${revealed(login.password)}`;
  return `Basic ${new TextEncoder().encode(text).toBase64()}`;
}

function revealed(value: string | Secret): string {
  return isSecret(value) ? String(value.reveal()) : value;
}

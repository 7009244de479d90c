import { join } from "node:path";
import { type Secret, secret } from "../../core/secret.ts";

/** The user and password of MLflow's file for them, or `undefined` when there is no such file or it may not be read. */
export async function readCredentialsFile(
  home: string | undefined,
): Promise<{ readonly username: Secret; readonly password: Secret } | undefined> {
  if (home === undefined) return undefined;
  const text = await readText(join(home, ".mlflow", "credentials"));
  if (text === undefined) return undefined;
  const { mlflow_tracking_username: username, mlflow_tracking_password: password } = sectionOf(
    text,
    "mlflow",
  );
  return username === undefined || password === undefined
    ? undefined
    : { username: secret(username), password: secret(password) };
}

// Asking must not prompt: who has not allowed it has no such file.
async function readText(path: string): Promise<string | undefined> {
  const { state } = await Deno.permissions.query({ name: "read", path });
  return state === "granted" ? await Deno.readTextFile(path).catch(() => undefined) : undefined;
}

function sectionOf(text: string, wanted: string): Readonly<Record<string, string>> {
  let section = "";
  const entries: [string, string][] = [];
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\s*\[([^\]]*)\]\s*$/.exec(line);
    if (heading !== null) section = heading[1] ?? "";
    const entry = /^\s*([^#;=:\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (heading === null && entry !== null && section === wanted) {
      entries.push([(entry[1] ?? "").toLowerCase(), entry[2] ?? ""]);
    }
  }
  return Object.fromEntries(entries);
}

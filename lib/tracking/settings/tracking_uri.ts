import { fileURLToPath } from "node:url";
import { isAbsolute, join, resolve } from "node:path";
import type { Issue, SourcePlace } from "../../core/issue.ts";
import { redact } from "../system/command_line.ts";

/** A tracking URI and where it was written. */
export interface WrittenUri {
  /** The URI, as written. */
  readonly uri: string;
  /** What names it: `server.mlflow_tracking_uri` or a variable. */
  readonly name: string;
  /** Where it stands in a file. */
  readonly place: SourcePlace | undefined;
}

/** What a tracking URI means: a server, something to say about it, or why runs cannot go there. */
export interface UriMeaning {
  /** Said once a run, when the URI names something else than the store of the project. */
  readonly notice?: Issue | undefined;
  /** Why nothing can be recorded with it. */
  readonly refusal?: Issue | undefined;
  /** The server that runs are copied to. */
  readonly server?: string | undefined;
}

/**
 * What a tracking URI means. Without a scheme, with `file:` or `sqlite:` it is the store of the project; with `http:` or
 * `https:` a server that runs are copied to; everything else is refused with the reason.
 *
 * @param root Folder of the project.
 */
export function meaningOf({ uri, name, place }: WrittenUri, root: string): UriMeaning {
  const refuse = (reason: string): UriMeaning => ({
    refusal: {
      code: "tracking.refused_uri",
      message: `${name} is "${redact(uri)}": ${reason}`,
      place: place && { ...place, text: undefined },
    },
  });
  if (isServer(uri)) {
    return URL.canParse(uri) ? { server: uri } : refuse("it is no URL. Write it as https://HOST:PORT");
  }
  if (/^databricks|^uc:/i.test(uri)) {
    return refuse(
      "Databricks is reached through its own client only, which Kedge does not have. Remove the URI",
    );
  }
  const path = localPath(uri, root);
  if (path === undefined) {
    const reason = DATABASE.test(uri)
      ? "the database of an MLflow server is not written to"
      : "there is no such place for runs: it may be a path, file:, sqlite:, http: or https:";
    return refuse(`${reason}. Remove the URI to record runs in .kedge`);
  }
  if (OWN_FILES.some((file) => path === join(root, file))) return {};
  return {
    notice: {
      code: "tracking.local_uri",
      message: `Runs are recorded in .kedge. ${name} is "${
        redact(uri)
      }": what is there stays as it is, and "kedge runs import ${redact(uri)}" copies its runs`,
      place,
    },
  };
}

/** Whether a tracking URI is that of a server. */
export function isServer(uri: string): boolean {
  return /^https?:/i.test(uri);
}

// As SQLAlchemy writes them, with and without a driver: `postgresql+psycopg2:`.
const DATABASE = /^(?:postgres(?:ql)?|mysql|mariadb|mssql|oracle)(?:\+\w+)?:/i;
const OWN_FILES = [".kedge", join(".kedge", "runs.db")];

// A letter and a colon are a drive of Windows, not a scheme.
function localPath(uri: string, root: string): string | undefined {
  // Three slashes before a relative path, four before an absolute one.
  if (/^sqlite:/i.test(uri)) return resolve(root, uri.replace(/^sqlite:(?:\/\/\/)?/i, ""));
  if (/^file:/i.test(uri)) return fromFileUrl(uri, root);
  if (/^[a-z][a-z0-9+.\-]+:/i.test(uri)) return undefined;
  return isAbsolute(uri) ? resolve(uri) : resolve(root, uri);
}

function fromFileUrl(uri: string, root: string): string {
  try {
    return fileURLToPath(new URL(uri));
  } catch {
    return resolve(root, uri.slice("file:".length));
  }
}

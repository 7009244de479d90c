import { isAbsolute, relative, resolve, sep } from "node:path";
import { ConfigError } from "../core/errors.ts";
import { hideUrlSecrets } from "../core/redact.ts";
import { describeProblems } from "../core/issue.ts";
import { type ConfigSource, folderSource } from "./config_source.ts";

/** Which configuration to open, and how. */
export interface OpenSourceOptions {
  /** Folder of the project. */
  readonly root: string;
  /** Whether files and folders whose name begins with a dot are left out. @default {true} */
  readonly ignoreHidden?: boolean | undefined;
  /** The environment that the others overlay: its folder tells where an archive begins. */
  readonly baseEnv: string;
}

// Not a literal import(): most projects have a folder.
const OTHER_SOURCES: string = "./store_source.ts";

/**
 * The configuration at a path or URL: a folder, a zip, tar or tar.gz archive, or one of these in S3 or on a web server.
 *
 * @throws {ConfigError} When it is something else, or an archive that cannot be opened.
 */
export async function openSource(from: string, options: OpenSourceOptions): Promise<ConfigSource> {
  const { root, ignoreHidden } = options;
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(from)?.[1]?.toLowerCase();
  if (scheme === undefined && !isArchive(from)) {
    return folderSource(resolve(root, from), { name: nameOf(from, root), ignoreHidden });
  }
  const { openArchive, openS3, openUrl }: typeof import("./store_source.ts") = await import(OTHER_SOURCES);
  if (scheme === undefined) {
    return await openArchive(resolve(root, from), { ...options, name: nameOf(from, root) });
  }
  if (scheme === "http" || scheme === "https") return await openUrl(from, options);
  if (scheme === "s3") return await openS3(from, options);
  throw unknownScheme(from);
}

/** Whether a path or URL is named like an archive. */
export function isArchive(path: string): boolean {
  return /\.(?:zip|tar|tar\.gz|tgz)$/i.test(path);
}

// As its user would write it: below the project where it lies there.
function nameOf(from: string, root: string): string {
  const path = isAbsolute(from) ? relative(root, from) : from;
  const isOutside = path === "" || path.split(sep)[0] === "..";
  return (isOutside ? from : path).replaceAll(sep, "/").replace(/(?<=.)\/+$/, "");
}

function unknownScheme(from: string): ConfigError {
  const message =
    `Configuration cannot be read from "${
      hideUrlSecrets(from)
    }": it must be a folder, a zip, tar or tar.gz archive, ` +
    "or one of these behind an s3, http or https URL";
  const issues = [{ code: "config.source", message }];
  return new ConfigError(describeProblems("configuration", issues), { issues });
}

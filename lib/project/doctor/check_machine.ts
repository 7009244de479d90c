import { statfs } from "node:fs/promises";
import { reasonOf } from "../../core/describe_value.ts";
import { VERSION } from "../../core/version.ts";
import { failure, type Finding, warning, well } from "./finding.ts";

// What Kedge is tested with begins here.
const OLDEST_DENO = [2, 9] as const;
const LITTLE = 2 ** 30;
const HARDLY_ANY = 50 * 2 ** 20;

/** Whether this Deno is new enough, may do what runs need, and the disk has room. */
export async function checkMachine(root: string): Promise<readonly Finding[]> {
  return [checkVersions(Deno.version.deno), ...await checkPermissions(root), await checkDisk(root)];
}

/** Whether a version of Deno is new enough. */
export function checkVersions(deno: string): Finding {
  const [major = 0, minor = 0] = deno.split(".").map(Number);
  const isOld = major < OLDEST_DENO[0] || (major === OLDEST_DENO[0] && minor < OLDEST_DENO[1]);
  const message = `Kedge ${VERSION}, Deno ${deno}`;
  return isOld
    ? warning(
      "versions",
      `${message}: Kedge is tested from ${OLDEST_DENO.join(".")} on`,
      "upgrade with: deno upgrade",
    )
    : well("versions", message);
}

async function checkPermissions(root: string): Promise<readonly Finding[]> {
  const wanted = [
    { name: "read", path: root },
    { name: "write", path: root },
    { name: "env" },
  ] as const;
  const missing: string[] = [];
  for (const permission of wanted) {
    if ((await Deno.permissions.query(permission)).state !== "granted") {
      missing.push(`--allow-${permission.name}${"path" in permission ? `=${permission.path}` : ""}`);
    }
  }
  if (missing.length === 0) {
    return [well("permissions", "reading and writing the folder, and the environment, are allowed")];
  }
  return [
    failure("permissions", `not allowed: ${missing.join(", ")}`, `start Deno with ${missing.join(" ")}`),
  ];
}

async function checkDisk(root: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(root);
    const free = bavail * bsize;
    const message = `${(free / 2 ** 30).toFixed(1)} GiB are free`;
    if (free < HARDLY_ANY) {
      return failure("disk", message, "make room: runs stop being recorded when it is full");
    }
    if (free < LITTLE) return warning("disk", message, "make room before a long run; kedge runs purge helps");
    return well("disk", message);
  } catch (error) {
    return warning(
      "disk",
      `how much is free is not known: ${reasonOf(error)}`,
      "allow it with --allow-sys and --allow-read",
    );
  }
}

import { capture, show } from "./process.ts";
import { installPythons } from "./services/python.ts";

// Usage: deno task services install

/** Programs that tests start, and the packages of Debian and Ubuntu that bring them. */
const SERVICES: readonly Service[] = [
  { program: "git", args: ["--version"], packages: ["git"] },
  // Debian's python3 comes without what makes environments.
  { program: "python3", args: ["-c", "import ensurepip, venv"], packages: ["python3", "python3-venv"] },
  // Shows that bytes are synced in the order that a power cut asks for.
  { program: "strace", args: ["--version"], packages: ["strace"] },
  // One node of Ceph with its gateway is the server of S3.
  { program: "radosgw", args: ["--version"], packages: ["radosgw", "ceph-mon", "ceph-osd"] },
];

interface Service {
  /** Its name. */
  readonly program: string;
  /** Arguments with which it ends well when all of it is there. */
  readonly args: readonly string[];
  /** What brings it. */
  readonly packages: readonly string[];
}

if (import.meta.main) Deno.exit(await services(Deno.args));

async function services(args: readonly string[]): Promise<number> {
  if (args.join(" ") !== "install") {
    console.error("Usage: deno task services install");
    return 2;
  }
  const installed = await Promise.all(SERVICES.map(isInstalled));
  const missing = SERVICES.filter((_, index) => !installed[index]);
  const code = missing.length === 0 ? 0 : await installPackages(missing);
  return code === 0 ? await installPythons() : code;
}

async function installPackages(missing: readonly Service[]): Promise<number> {
  const packages = missing.flatMap((service) => service.packages);
  console.log(`Installing ${packages.join(", ")}`);
  const updated = await show("apt-get", ["update", "--quiet"]);
  return updated === 0
    ? await show("apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", ...packages])
    : updated;
}

async function isInstalled({ program, args }: Service): Promise<boolean> {
  try {
    return (await capture(program, args)).code === 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

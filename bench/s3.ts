import { sendCommand } from "../tests/support/s3.ts";
import { hasCeph, startCeph } from "../tests/services/s3/ceph_server.ts";
import { capture } from "../tasks/process.ts";
import { findPython } from "../tasks/services/python.ts";
import type { Benchmark, Figure } from "./support/benchmark.ts";
import { measureScript } from "./support/peak_memory.ts";

const ROUNDS = 5;
const MIB = 1024 * 1024;
const SCRIPT = new URL("./support/s3_transfer.ts", import.meta.url).pathname;
const COMMAND_LINE = new URL("../cli/main.ts", import.meta.url).pathname;
const OBJECTS = new URL("./support/s3_objects.py", import.meta.url).pathname;

/** The same work by both sides, on one server, one after the other. */
interface Pair {
  readonly name: string;
  /** Argument of our script. */
  readonly ours: string;
  /** Arguments of the peer's Python. */
  readonly theirs: (folder: string) => readonly string[];
  /** How many times as long ours may take. */
  readonly atMost: number;
}

const AWS = ["-m", "awscli", "s3", "cp", "--quiet"];
const PAIRS: readonly Pair[] = [
  { name: "1 GiB up", ours: "up", theirs: (dir) => [...AWS, `${dir}/file`, "s3://bench/aws"], atMost: 1.2 },
  { name: "1 GiB down", ours: "down", theirs: (dir) => [...AWS, "s3://bench/aws", `${dir}/aws`], atMost: 1 },
  // Kedge checks what it sent itself by MD5, part for part.
  {
    name: "1 GiB down, sent by Kedge",
    ours: "down-kedge",
    theirs: (dir) => [...AWS, "s3://bench/kedge", `${dir}/aws`],
    atMost: 1,
  },
  { name: "1,000 objects of 1 kB put", ours: "put", theirs: () => [OBJECTS, "put"], atMost: 1 },
  { name: "1,000 objects of 1 kB read", ours: "get", theirs: () => [OBJECTS, "get"], atMost: 1 },
];

/** What the command line does of the same, by itself: for its memory, which is that of the library and of the command. */
const COMMANDS: readonly { readonly name: string; readonly args: (folder: string) => readonly string[] }[] = [
  { name: "1 GiB up", args: (dir) => [`${dir}/file`, "s3://bench/command"] },
  { name: "1 GiB down", args: (dir) => ["s3://bench/command", `${dir}/command`] },
  { name: "1,000 files of 1 kB up", args: (dir) => ["-r", `${dir}/small`, "s3://bench/command-small"] },
  { name: "1,000 files of 1 kB down", args: (dir) => ["-r", "s3://bench/command-small", `${dir}/back`] },
];

/** What S3 costs, beside `aws s3 cp` and boto3. */
export const benchmark: Benchmark = {
  what:
    "an object of 1 GiB and 1,000 small ones, 16 at once, in S3; whole processes beside aws s3 cp and boto3; the memory of kedge store cp",
  async run() {
    const python = await findPython("aws");
    if (python === undefined || !await hasCeph()) {
      console.log("  skipped without Ceph and awscli: deno task services install");
      return [];
    }
    const folder = await Deno.makeTempDir();
    const server = await startCeph({ keeps: "file" });
    const env = {
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      AWS_REGION: "us-east-1",
      // Of both, the checksums that every server knows.
      AWS_REQUEST_CHECKSUM_CALCULATION: "when_required",
      AWS_RESPONSE_CHECKSUM_VALIDATION: "when_required",
    };
    try {
      const { url: endpoint, ...keys } = server;
      await sendCommand("CreateBucket", { Bucket: "bench" }, { endpoint, ...keys });
      await makeFile(`${folder}/file`, 1024 * MIB);
      const figures: Figure[] = [];
      for (const pair of PAIRS) figures.push(...await compare(pair, { python, folder, env }));
      await makeSmallFiles(`${folder}/small`);
      for (const { name, args } of COMMANDS) {
        const script = [COMMAND_LINE, "store", "cp", ...args(folder)];
        const memory: number[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          memory.push((await measureScript({ args: script, env })).mebibytes);
        }
        const samples = { unit: "MiB", samples: memory, target: { atMost: 150 } };
        figures.push({ name: `kedge store cp, ${name}, peak memory`, ...samples });
      }
      return figures;
    } finally {
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    }
  },
};

async function compare(
  { name, ours, theirs, atMost }: Pair,
  { python, folder, env }: {
    readonly python: string;
    readonly folder: string;
    readonly env: Record<string, string>;
  },
): Promise<readonly Figure[]> {
  const seconds: Record<"ours" | "theirs", number[]> = { ours: [], theirs: [] };
  const memory: number[] = [];
  // One round that does not count: the first finds the SDK compiled by nobody and the caches of the disk empty.
  for (let round = 0; round <= ROUNDS; round++) {
    const begun = performance.now();
    const { code, stderr } = await capture(python, theirs(folder), { env });
    if (code !== 0) throw new Error(`Cannot measure the peer: it exited with ${code}\n${stderr}`);
    const peer = (performance.now() - begun) / 1000;
    const own = await measureScript({ args: [SCRIPT, ours, folder], env });
    if (round === 0) continue;
    seconds.theirs.push(peer);
    seconds.ours.push(own.seconds);
    memory.push(own.mebibytes);
  }
  const ratios = seconds.ours.map((value, index) => value / (seconds.theirs[index] ?? NaN));
  return [
    { name, unit: "s", samples: seconds.ours },
    { name: `${name}, peer`, unit: "s", samples: seconds.theirs },
    { name: `${name}, over the peer`, unit: "times", samples: ratios, target: { atMost } },
    { name: `${name}, peak memory`, unit: "MiB", samples: memory, target: { atMost: 150 } },
  ];
}

async function makeFile(path: string, size: number): Promise<void> {
  using file = await Deno.create(path);
  const chunk = new Uint8Array(MIB);
  for (let at = 0; at < MIB; at += 65_536) crypto.getRandomValues(chunk.subarray(at, at + 65_536));
  for (let written = 0; written < size; written += MIB) {
    new DataView(chunk.buffer).setUint32(0, written / MIB);
    await file.write(chunk);
  }
}

async function makeSmallFiles(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  for (let index = 0; index < 1000; index++) {
    await Deno.writeFile(`${folder}/${index}`, new Uint8Array(1000).fill(index));
  }
}

/** What figures depend on besides the code. */
export interface Machine {
  /** When they were taken. */
  readonly date: string;
  /** Version of Deno. */
  readonly deno: string;
  /** Processor and system. */
  readonly platform: string;
  /** Number of processors. */
  readonly cpus: number;
  /** Processes that wanted to run in the last minute, on average; 0 where a system does not tell. */
  readonly load: number;
}

/** The machine as it is now. */
export function readMachine(): Machine {
  return {
    date: new Date().toISOString(),
    deno: Deno.version.deno,
    platform: Deno.build.target,
    cpus: navigator.hardwareConcurrency,
    load: Deno.loadavg()[0] ?? 0,
  };
}

/** The machine in a line, with a warning when others are at work on it. */
export function describeMachine({ date, deno, platform, cpus, load }: Machine): string {
  const line = `${date.slice(0, 10)} · Deno ${deno} · ${platform} · ${cpus} processors, load ${
    load.toFixed(1)
  }`;
  return load < cpus / 2 ? line : `${line}: others are at work here, trust the best more than the median`;
}

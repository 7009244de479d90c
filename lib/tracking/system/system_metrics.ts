import { cpus } from "node:os";
import type { Clock } from "../../core/clock.ts";
import type { RunHandle } from "../../core/run_context.ts";

/** How often, in milliseconds, as MLflow does. */
const INTERVAL = 10_000;
const MEGABYTE = 1e6;

/** What measures the machine during a run. */
export interface SystemMeter {
  /** Measure a last time and stop. */
  stop(): void;
}

/**
 * Log how busy the processors are and how much memory is used, under MLflow's names, every ten seconds and at the end. What may
 * not be asked is left out.
 */
export function measureSystem(run: Pick<RunHandle, "write">, clock: Clock): SystemMeter {
  let step = 0;
  let before = processorTimes();
  const measure = (): void => {
    const now = processorTimes();
    const total = now.total - before.total;
    const values: readonly (readonly [string, number | undefined])[] = [
      [
        "system/cpu_utilization_percentage",
        total > 0 ? 100 * (1 - (now.idle - before.idle) / total) : undefined,
      ],
      ...memory(),
    ];
    before = now;
    const timestamp = clock.now();
    const metrics = values.flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, value, step, timestamp }]
    );
    step++;
    run.write({ metrics }, undefined);
  };
  // A store that fails is told of by what the nodes log.
  const tryToMeasure = (): void => {
    try {
      measure();
    } catch {
      clearInterval(timer);
    }
  };
  const timer = setInterval(tryToMeasure, INTERVAL);
  return {
    stop: () => {
      clearInterval(timer);
      tryToMeasure();
    },
  };
}

function processorTimes(): { readonly idle: number; readonly total: number } {
  if (Deno.permissions.querySync({ name: "sys", kind: "cpus" }).state !== "granted") {
    return { idle: 0, total: 0 };
  }
  const times = cpus().map((cpu) => cpu.times);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    idle: sum(times.map(({ idle }) => idle)),
    total: sum(times.map(({ idle, irq, nice, sys, user }) => idle + irq + nice + sys + user)),
  };
}

function memory(): readonly (readonly [string, number])[] {
  if (Deno.permissions.querySync({ name: "sys", kind: "systemMemoryInfo" }).state !== "granted") return [];
  const { total, available } = Deno.systemMemoryInfo();
  const used = total - available;
  return [
    ["system/system_memory_usage_megabytes", used / MEGABYTE],
    ["system/system_memory_usage_percentage", 100 * used / total],
  ];
}

import { errorToJson } from "../error_report.ts";
import type { RunReport } from "./run_report.ts";

/** A run and what it left behind, for programs. Fields are only ever added. */
export function reportToJson(report: RunReport, exitCode: number): Record<string, unknown> {
  const { result, run, metrics, artifacts, artifactsAt, saved, next } = report;
  const {
    status,
    runId,
    runName,
    experiment,
    tracked,
    pipelineNames,
    env,
    started,
    duration,
    nodes,
    resumeFrom,
    error,
  } = result;
  return {
    status,
    runId,
    runName,
    experiment,
    tracked,
    project: report.project,
    env,
    pipelines: pipelineNames,
    started: new Date(started).toISOString(),
    duration,
    nodes,
    params: run?.params ?? {},
    metrics: Object.fromEntries(
      metrics.map(({ key, value, step, history }) => [key, { value, step, points: history.length }]),
    ),
    tags: run?.tags ?? {},
    artifacts,
    ...(artifactsAt !== undefined && { artifactsAt }),
    saved: saved.map(({ name, description }) => ({ name, ...description })),
    resumeFrom,
    ...(result.replication !== undefined && { replication: result.replication }),
    next: Object.fromEntries(next.map(({ label, command }) => [label, command])),
    ...(error !== undefined && { error: errorToJson(error, exitCode) }),
  };
}

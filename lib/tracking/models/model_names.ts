import { TrackingError } from "../../core/errors.ts";
import { didYouMean } from "../../core/suggest.ts";
import { invalid, nameProblem } from "../limits.ts";
import type { ModelStage } from "./entities.ts";

const MAX_ALIAS_LENGTH = 255;
const MAX_TAG_LENGTH = 100_000;

/** Refuse a name of a registered model that would be ambiguous in a URI. */
export function checkModelName(name: string): void {
  if (name.trim() !== "" && !/[/:]/.test(name)) return;
  throw invalid(
    `Cannot register a model as "${name}": its name must not be blank and must not hold "/" or ":"`,
  );
}

/** Refuse a name of a logged model that MLflow would refuse. */
export function checkLoggedModelName(name: string): void {
  if (name !== "" && !/[/:.%"']/.test(name)) return;
  throw invalid(
    `Cannot log a model as "${name}": its name must not be empty and must not hold any of / : . % " '`,
  );
}

/** Refuse an alias that could be taken for a version or has signs that MLflow refuses. */
export function checkAlias(alias: string): void {
  const problem = alias === "" || alias.length > MAX_ALIAS_LENGTH
    ? `must have between 1 and ${MAX_ALIAS_LENGTH} characters`
    : !/^[\p{L}\p{N}_-]*$/u.test(alias)
    ? 'may hold letters, digits, "_" and "-" only'
    : alias === "latest" || /^v\d+$/i.test(alias)
    ? "must not look like a version"
    : undefined;
  if (problem !== undefined) throw invalid(`Cannot use the alias "${alias}": it ${problem}`);
}

/** Refuse a tag of a model or version that MLflow would refuse. */
export function checkModelTag(key: string, value: string): void {
  const problem = nameProblem(key);
  if (problem !== undefined) throw invalid(`Cannot set tag "${key}": its name ${problem}`);
  if (typeof value === "string" && value.length <= MAX_TAG_LENGTH && !value.includes("\0")) return;
  throw invalid(
    `Cannot set tag "${key}": its value must be text of at most ${MAX_TAG_LENGTH} characters without NUL`,
  );
}

const STAGES: readonly ModelStage[] = ["None", "Staging", "Production", "Archived"];

/** A stage, whatever its case. */
export function parseStage(text: string): ModelStage {
  const stage = STAGES.find((each) => each.toLowerCase() === text.toLowerCase());
  if (stage !== undefined) return stage;
  throw invalid(`There is no stage "${text}"${didYouMean(text, STAGES)}`);
}

/** Refuse to archive the versions of a stage that has none of them in use. */
export function checkArchiving(stage: ModelStage): void {
  if (stage === "Staging" || stage === "Production") return;
  throw invalid(`Cannot archive the versions of stage "${stage}": only those of Staging and Production are`);
}

/** The error that something is not in a store. */
export function missing(message: string, endpoint: string): TrackingError {
  return new TrackingError(message, { endpoint, code: "RESOURCE_DOES_NOT_EXIST" });
}

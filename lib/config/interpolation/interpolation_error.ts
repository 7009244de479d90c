/** What is wrong with an interpolation. */
export interface InterpolationProblem {
  /** Stable, for programs: `config.unknown_reference`. */
  readonly code: string;
  /** What is wrong, repeating what was written. @default {the path of the value, and `discreet`} */
  readonly message?: string | undefined;
  /** What is wrong, repeating nothing of what was written: the value may be a credential. */
  readonly discreet: string;
  /** The `${...}` in question. */
  readonly written?: string | undefined;
  /** What to write instead. */
  readonly suggestion?: string | undefined;
}

/** Stops the reading of one value; caught where the value began, never seen outside of this folder. */
export class InterpolationError extends Error {
  /** Always `"InterpolationError"`. */
  override readonly name = "InterpolationError";
  /** The problem; `undefined` when it has been told already, at another value that this one needs. */
  readonly problem: InterpolationProblem | undefined;

  /** Create an error about one value. */
  constructor(problem?: InterpolationProblem) {
    super(problem?.discreet);
    this.problem = problem;
  }
}

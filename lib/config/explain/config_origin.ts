import type { ConfigValue } from "../../core/config_value.ts";
import type { SourcePlace } from "../../core/issue.ts";

/** A value of the configuration, and where it comes from. Secrets are `***`. */
export interface ConfigOrigin {
  /** Kind of configuration: `parameters`. */
  readonly group: string;
  /** Keys down to it. */
  readonly path: readonly string[];
  /** The value: text, number, boolean, null, a list or an empty map. */
  readonly value: ConfigValue;
  /** Whether something of it is hidden. */
  readonly isHidden: boolean;
  /** Where it was written; a file without a line for values that come from no file. */
  readonly place: SourcePlace;
  /** The interpolations that made it, the outermost first. */
  readonly madeBy: readonly ConfigDerivation[];
  /** What it took the place of, the last one first. */
  readonly overrode: readonly OverriddenValue[];
}

/** An interpolation that made a value. */
export interface ConfigDerivation {
  /** Keys down to where it was written: those of the value, or of a map above it. */
  readonly path: readonly string[];
  /** What was written: `${globals:bucket}/cars.csv`. */
  readonly written: string;
  /** Where. */
  readonly place: SourcePlace;
  /** What it refers to. */
  readonly sources: readonly ConfigReference[];
}

/** Something that an interpolation refers to. */
export interface ConfigReference {
  /** The reference: `${globals:bucket}`. */
  readonly reference: string;
  /** Where that value was written; `undefined` when it comes from no configuration. */
  readonly place?: SourcePlace | undefined;
}

/** A value that a layer above took the place of. */
export interface OverriddenValue {
  /** Keys down to it. */
  readonly path: readonly string[];
  /** The value, also a map. */
  readonly value: ConfigValue;
  /** Whether something of it is hidden. */
  readonly isHidden: boolean;
  /** Where it was written. */
  readonly place: SourcePlace;
}

/** A value that is gone, as a layer above replaced the whole map around it. */
export interface DroppedValue extends OverriddenValue {
  /** Kind of configuration: `parameters`. */
  readonly group: string;
  /** Keys down to what was replaced. */
  readonly replaced: readonly string[];
  /** Where the replacement was written. */
  readonly by: SourcePlace;
}

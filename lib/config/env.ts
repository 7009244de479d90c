/** Reads variables by name: `Deno.env` is one. */
export interface Variables {
  /** The value of a variable, if it is set. */
  get(name: string): string | undefined;
}

/** Environment that every other one overlays, unless a project names another. */
export const BASE_ENV = "base";

/** Environment used when none is asked for, unless a project names another. */
export const DEFAULT_ENV = "local";

/** Which environment to use, and who asked for it. */
export interface EnvChoice {
  /** Its name: a folder below the configuration. */
  readonly env: string;
  /** The variable that asked for it, for messages; `undefined` when none did. */
  readonly askedBy?: string | undefined;
  /** The one that is used when nobody asks; its folder may be missing. */
  readonly defaultEnv: string;
}

/** The environment: the option, else `KEDGE_ENV`, else `KEDRO_ENV`, else the default. */
export function chooseEnv(
  option: string | undefined,
  variables: Variables | undefined,
  defaultEnv: string = DEFAULT_ENV,
): EnvChoice {
  if (option !== undefined) return { env: option, defaultEnv };
  for (const name of ["KEDGE_ENV", "KEDRO_ENV"]) {
    const env = variables?.get(name);
    if (env !== undefined && env !== "") return { env, askedBy: name, defaultEnv };
  }
  return { env: defaultEnv, defaultEnv };
}

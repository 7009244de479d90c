import { SecretValues } from "../../lib/config/secrets/secret_values.ts";

/** Configuration in which nothing is hidden. */
export const NO_SECRETS = new SecretValues({}, () => undefined);

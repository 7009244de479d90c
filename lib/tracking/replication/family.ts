/**
 * The beginning of a query: `family` holds the ids of runs and of all that are nested in them. The runs are the parameter 2, as a
 * JSON list.
 */
export const WITH_FAMILY = `WITH RECURSIVE family (run_id) AS (
  SELECT value FROM json_each(?2)
  UNION SELECT runs.run_id FROM tags JOIN runs USING (run) JOIN family ON tags.value = family.run_id
    WHERE tags.key = 'mlflow.parentRunId'
)`;

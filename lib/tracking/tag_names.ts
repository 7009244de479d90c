/** Name of a run; setting it renames the run, as in MLflow. */
export const RUN_NAME_TAG = "mlflow.runName";
/** Description of a run. */
export const RUN_NOTE_TAG = "mlflow.note.content";
/** Who started a run. */
export const USER_TAG = "mlflow.user";
/** Id of the run that a nested run belongs to. */
export const PARENT_RUN_TAG = "mlflow.parentRunId";
/** The key by which processes share a run. */
export const RUN_KEY_TAG = "kedge.run.key";
/** Id that a run has in the store it was copied from. */
export const RUN_ID_TAG = "kedge.run.id";
/** Id that a logged model has in the store it was copied from. */
export const MODEL_ID_TAG = "kedge.model.id";
/** Word that marks a version which was copied. */
export const VERSION_ID_TAG = "kedge.version.id";
/** Message of the error that a run failed with. */
export const ERROR_MESSAGE_TAG = "kedge.error.message";
/** Stack of the error that a run failed with. */
export const ERROR_STACK_TAG = "kedge.error.stack";
/** The node that failed. */
export const ERROR_NODE_TAG = "kedge.error.node";
/** Set on a run whose processes died. */
export const INTERRUPTED_TAG = "kedge.interrupted";
/** Hash of the commit that was checked out. */
export const GIT_COMMIT_TAG = "mlflow.source.git.commit";
/** Branch that was checked out. */
export const GIT_BRANCH_TAG = "mlflow.source.git.branch";
/** Whether tracked files differed from the commit. */
export const GIT_DIRTY_TAG = "mlflow.source.git.dirty";

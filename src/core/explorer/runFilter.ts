const RUN_ID = /^[\w-]{1,256}$/u;

/** The filter for the children of a run that match `filter`; undefined for an id that no server of MLflow makes. */
export function childFilter(parentRunId: string, filter: string): string | undefined {
  if (!RUN_ID.test(parentRunId)) {
    return undefined;
  }
  const ofParent = `tags.\`mlflow.parentRunId\` = '${parentRunId}'`;
  return filter.trim() === '' ? ofParent : `${filter.trim()} AND ${ofParent}`;
}

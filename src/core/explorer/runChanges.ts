import type { KeyValue, Metric, Run } from '../mlflow/entities';

/** Whether two states of a run look the same to a person; one that does is not drawn anew. */
export function isSameRun(a: Run, b: Run): boolean {
  return (
    a.status === b.status &&
    a.name === b.name &&
    a.endTime === b.endTime &&
    a.lifecycleStage === b.lifecycleStage &&
    a.modelOutputs.length === b.modelOutputs.length &&
    a.datasets.length === b.datasets.length &&
    isSameList(a.metrics, b.metrics, isSameMetric) &&
    isSameList(a.params, b.params, isSameKeyValue) &&
    isSameList(a.tags, b.tags, isSameKeyValue)
  );
}

function isSameList<T>(a: readonly T[], b: readonly T[], isSame: (x: T, y: T) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((item, index) => {
      const other = b[index];
      return other !== undefined && isSame(item, other);
    })
  );
}

function isSameMetric(a: Metric, b: Metric): boolean {
  return a.key === b.key && Object.is(a.value, b.value) && a.step === b.step && a.timestamp === b.timestamp;
}

function isSameKeyValue(a: KeyValue, b: KeyValue): boolean {
  return a.key === b.key && a.value === b.value;
}

import { isCancelled } from '../../../core/mlflow/errors';
import { withLateProgress } from '../../shared/lateProgress';

const AT_ONCE = 4;

/** What became of each item; those that were cancelled before their turn are in neither list. */
export interface BulkResult<T> {
  readonly done: readonly T[];
  readonly failed: readonly { readonly item: T; readonly error: unknown }[];
}

/** Writes many items, some at a time; one that fails stops none of the others, cancelling stops those to come. */
export async function bulkWrite<T>(
  title: string,
  items: readonly T[],
  write: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<BulkResult<T>> {
  const done: T[] = [];
  const failed: { item: T; error: unknown }[] = [];
  const waiting = [...items];
  await withLateProgress(title, async (signal, report) => {
    const worker = async (): Promise<void> => {
      for (let item = waiting.shift(); item !== undefined && !signal.aborted; item = waiting.shift()) {
        try {
          await write(item, signal);
          done.push(item);
        } catch (error) {
          if (!isCancelled(error)) {
            failed.push({ item, error });
          }
        }
        report((items.length - waiting.length) / items.length, `${done.length + failed.length} / ${items.length}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  });
  return { done, failed };
}

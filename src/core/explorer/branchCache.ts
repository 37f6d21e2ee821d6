import { isCancelled } from '../mlflow/errors';

type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

interface Branch {
  outcome?: Outcome;
  outdated: boolean;
  running?: { readonly done: Promise<Outcome>; readonly controller: AbortController };
}

/**
 * What was fetched below runs: artifact listings, logged models, histories. Each is fetched once until it is outdated, a
 * failure too, so that drawing a tree anew asks for nothing; and what was there stays when fetching it again fails.
 */
export class BranchCache {
  private readonly branches = new Map<string, Branch>();

  /** The cached value of `key`, or what `load` gives. The key must tell the type. */
  async get<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const branch = this.branches.get(key) ?? { outdated: true };
    this.branches.set(key, branch);
    const outcome = branch.outdated ? await this.fetch(branch, load) : branch.outcome;
    if (outcome?.ok === true) {
      return outcome.value as T;
    }
    throw outcome?.error;
  }

  /** Fetches again, when they are next asked for, the branches whose key starts with `prefix`. */
  invalidate(prefix = ''): void {
    for (const [key, branch] of this.branches) {
      if (key.startsWith(prefix)) {
        branch.outdated = true;
      }
    }
  }

  cancel(): void {
    for (const branch of this.branches.values()) {
      branch.running?.controller.abort();
    }
  }

  private async fetch(branch: Branch, load: (signal: AbortSignal) => Promise<unknown>): Promise<Outcome> {
    if (branch.running === undefined) {
      const controller = new AbortController();
      branch.running = { controller, done: settle(load, controller.signal) };
    }
    const { running } = branch;
    const outcome = await running.done;
    if (branch.running === running) {
      delete branch.running;
      branch.outcome = outcome.ok || branch.outcome?.ok !== true ? outcome : branch.outcome;
      branch.outdated = !outcome.ok && isCancelled(outcome.error);
    }
    return branch.outcome ?? outcome;
  }
}

async function settle(load: (signal: AbortSignal) => Promise<unknown>, signal: AbortSignal): Promise<Outcome> {
  try {
    return { ok: true, value: await load(signal) };
  } catch (error) {
    return { ok: false, error };
  }
}

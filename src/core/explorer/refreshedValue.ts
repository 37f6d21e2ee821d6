import { isCancelled } from '../mlflow/errors';

interface Cancellable {
  readonly isLoaded: boolean;
  cancel(): void;
}

/** A loaded value that stays in use until its replacement has loaded, and beyond where that fails. */
export class RefreshedValue<T extends Cancellable> {
  private current: T | undefined;
  private next: T | undefined;
  private outdated = false;
  private failure: unknown;

  constructor(
    private readonly make: () => T,
    /** Loads a value; `old` is the one that it will replace. */
    private readonly load: (value: T, old: T | undefined) => Promise<void>,
  ) {}

  get loaded(): T | undefined {
    return this.current?.isLoaded === true ? this.current : undefined;
  }

  /** Why the last replacement failed, as long as nothing newer came. */
  get problem(): unknown {
    return this.failure;
  }

  /** The value, loaded, and renewed first where it is outdated. */
  async get(): Promise<T> {
    const old = this.loaded;
    if (old === undefined) {
      return this.loadFirst((this.current ??= this.make()));
    }
    return this.outdated ? this.renew(old) : old;
  }

  /** Has the value renewed when it is next asked for. */
  invalidate(): void {
    this.outdated = true;
    this.next?.cancel();
    this.next = undefined;
  }

  /** Drops the value: what replaces it is something else. */
  restart(): void {
    this.cancel();
    this.current = undefined;
    this.next = undefined;
    this.outdated = false;
    this.failure = undefined;
  }

  cancel(): void {
    this.current?.cancel();
    this.next?.cancel();
  }

  private async loadFirst(value: T): Promise<T> {
    try {
      await this.load(value, undefined);
      return value;
    } catch (error) {
      // Who waited for a value that was superseded gets the one that superseded it.
      if (isCancelled(error) && this.current !== value) {
        return this.get();
      }
      throw error;
    }
  }

  private async renew(old: T): Promise<T> {
    const next = (this.next ??= this.make());
    try {
      await this.load(next, old);
      this.take(next, undefined);
    } catch (error) {
      if (isCancelled(error)) {
        return this.current ?? old;
      }
      this.take(next, error);
    }
    return this.current ?? old;
  }

  // Only where nothing has superseded this renewal meanwhile.
  private take(next: T, failure: unknown): void {
    if (this.next === next) {
      this.current = failure === undefined ? next : this.current;
      this.next = undefined;
      this.outdated = false;
      this.failure = failure;
    }
  }
}

interface Entry<T> {
  readonly value: Promise<T>;
  readonly time: number;
}

/** Answers that are good for a short time, so that a burst of equal questions costs one request. Failures are not kept. */
export class Recent<T> {
  private readonly entries = new Map<string, Entry<T>>();

  /** `maxAge` in milliseconds; `capacity` is the number of answers kept. */
  constructor(
    private readonly maxAge: number,
    private readonly capacity: number,
    private readonly now: () => number = Date.now,
  ) {}

  get(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key);
    if (known !== undefined && this.now() - known.time < this.maxAge) {
      return known.value;
    }
    const entry = { value: load(), time: this.now() };
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.value.catch(() => {
      this.forget(key, entry);
    });
    this.dropOldest();
    return entry.value;
  }

  clear(): void {
    this.entries.clear();
  }

  private forget(key: string, entry: Entry<T>): void {
    if (this.entries.get(key) === entry) {
      this.entries.delete(key);
    }
  }

  private dropOldest(): void {
    const [oldest] = this.entries.keys();
    if (oldest !== undefined && this.entries.size > this.capacity) {
      this.entries.delete(oldest);
    }
  }
}

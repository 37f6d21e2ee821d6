/** Keeps the most recently used byte arrays within a limit on their sum. */
export class ByteCache {
  private readonly entries = new Map<string, Uint8Array>();
  private bytes = 0;

  constructor(private readonly limit: number) {}

  get(key: string): Uint8Array | undefined {
    const content = this.entries.get(key);
    if (content !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, content);
    }
    return content;
  }

  /** Larger than the whole limit: not kept. */
  set(key: string, content: Uint8Array): void {
    this.delete(key);
    if (content.byteLength > this.limit) {
      return;
    }
    this.entries.set(key, content);
    this.bytes += content.byteLength;
    this.evict();
  }

  clear(): void {
    this.entries.clear();
    this.bytes = 0;
  }

  private evict(): void {
    for (const key of this.entries.keys()) {
      if (this.bytes <= this.limit) {
        return;
      }
      this.delete(key);
    }
  }

  private delete(key: string): void {
    this.bytes -= this.entries.get(key)?.byteLength ?? 0;
    this.entries.delete(key);
  }
}

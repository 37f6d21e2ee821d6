const MOST = 3;
const WITHIN_MS = 5 * 60_000;

/** Allows three restarts in five minutes. */
export class RestartLimit {
  private restarts: number[] = [];

  /** Counts a restart at `now`, unless there were too many lately: then it says no. */
  allow(now: number): boolean {
    this.restarts = this.restarts.filter((time) => now - time < WITHIN_MS);
    if (this.restarts.length >= MOST) {
      return false;
    }
    this.restarts.push(now);
    return true;
  }

  /** Forgets what was counted, after the person has started the server by hand. */
  reset(): void {
    this.restarts = [];
  }
}

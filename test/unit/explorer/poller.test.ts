import { describe, expect, it } from 'vitest';
import { Poller, type Clock } from '../../../src/core/explorer/poller';

/** A clock that stands until it is moved. */
class FakeClock implements Clock {
  private time = 0;
  private timers: { readonly at: number; readonly callback: () => void }[] = [];

  now(): number {
    return this.time;
  }

  setTimeout(callback: () => void, milliseconds: number): unknown {
    const timer = { at: this.time + milliseconds, callback };
    this.timers.push(timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    this.timers = this.timers.filter((timer) => timer !== handle);
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      const [next] = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) {
        break;
      }
      this.time = Math.max(this.time, next.at);
      this.clearTimeout(next);
      next.callback();
      await settled();
    }
    this.time = end;
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function start(task: (signal: AbortSignal) => Promise<void> = () => Promise.resolve()) {
  const clock = new FakeClock();
  const calls: number[] = [];
  const poller = new Poller(
    (signal) => {
      calls.push(clock.now());
      return task(signal);
    },
    () => 5000,
    clock,
  );
  return { clock, calls, poller };
}

describe('a poller', () => {
  it('does nothing until it is wanted', async () => {
    const { clock, calls } = start();
    await clock.advance(60_000);
    expect(calls).toEqual([]);
  });

  it('asks at once, then once an interval', async () => {
    const { clock, calls, poller } = start();
    poller.setWanted(true);
    await clock.advance(12_000);
    expect(calls).toEqual([0, 5000, 10_000]);
  });

  it('stops when it is no longer wanted, and aborts what is under way', async () => {
    const signals: AbortSignal[] = [];
    const { clock, calls, poller } = start((signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    poller.setWanted(true);
    await clock.advance(0);
    poller.setWanted(false);
    await clock.advance(60_000);
    expect(calls).toEqual([0]);
    expect(signals[0]?.aborted).toBe(true);
  });

  it('does not ask more often because a view is hidden and shown again', async () => {
    const { clock, calls, poller } = start();
    poller.setWanted(true);
    await clock.advance(1000);
    poller.setWanted(false);
    poller.setWanted(true);
    await clock.advance(4500);
    expect(calls).toEqual([0, 5000]);
  });

  it('waits for an answer that takes longer than the interval, then asks at once', async () => {
    let answer: () => void = () => undefined;
    const { clock, calls, poller } = start(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    poller.setWanted(true);
    await clock.advance(8000);
    expect(calls).toEqual([0]);
    answer();
    await settled();
    await clock.advance(0);
    expect(calls).toEqual([0, 8000]);
  });

  it('asks at once on request', async () => {
    const { clock, calls, poller } = start();
    poller.setWanted(true);
    await clock.advance(1000);
    poller.runNow();
    await clock.advance(0);
    expect(calls).toEqual([0, 1000]);
  });
});

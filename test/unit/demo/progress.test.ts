import { describe, expect, it } from 'vitest';
import { Progress, type Report } from '../../../scripts/demo/progress';

function output(isTTY: boolean): { isTTY: boolean; text: string; write: (text: string) => void } {
  return {
    isTTY,
    text: '',
    write(text) {
      this.text += text;
    },
  };
}

function reporting(detail: string): (report: Report) => Promise<void> {
  return (report) => {
    report(detail);
    return Promise.resolve();
  };
}

describe('Progress', () => {
  it('writes one numbered line a step where nobody watches', async () => {
    const log = output(false);
    const progress = new Progress(2, log);
    await progress.step('First', reporting('half'));
    expect(await progress.step('Second', () => Promise.resolve(7))).toBe(7);
    expect(log.text).toBe('[1/2] First … 0 s\n[2/2] Second … 0 s\n');
  });

  it('redraws the line of a running step on a terminal', async () => {
    const log = output(true);
    await new Progress(1, log).step('Training', reporting('1 of 4'));
    expect(log.text).toContain('\r\x1b[K[1/1] Training: 1 of 4 … 0 s');
    expect(log.text.endsWith('\r\x1b[K[1/1] Training … 0 s\n')).toBe(true);
  });

  it('says which step failed, and fails with it', async () => {
    const log = output(false);
    const failing = new Progress(1, log).step('Starting', () => Promise.reject(new Error('no port')));
    await expect(failing).rejects.toThrow('no port');
    expect(log.text).toBe('[1/1] Starting … 0 s, failed\n');
  });
});

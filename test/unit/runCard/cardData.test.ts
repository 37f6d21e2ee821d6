import { describe, expect, it } from 'vitest';
import { parseRunOutput } from '../../../src/core/notebook/runOutput';
import { parseCardNotification, type CardUpdate } from '../../../src/protocol/runCard';
import { cardData, type CardSources } from '../../../webview/runCard/cardData';
import { noteOf, stateWord, statusLine, timeLeft } from '../../../webview/runCard/cardWords';
import { runOutput } from '../notebook/runOutputs';

const now = 1_795_200_846_000;
const { runId, startTime } = { runId: runOutput().run.run_id, startTime: 1_795_200_000_000 };

function output(change: Record<string, unknown> = {}, run: Record<string, unknown> = {}) {
  const parsed = parseRunOutput(runOutput({ run: { ...runOutput().run, ...run }, ...change }));
  if (parsed === undefined) {
    throw new Error('The output of the test is no output.');
  }
  return parsed;
}

function update(change: Record<string, unknown> = {}): CardUpdate {
  const base = { type: 'update', runId, name: 'live', status: 'RUNNING', startTime, paramCount: 3, metrics: [] };
  return parseCardNotification({ ...base, metricCount: 0, changedParams: [], interval: 5000, ...change }) as CardUpdate;
}

function status(sources: Partial<CardSources>): string {
  return statusLine(
    cardData({ output: output({}, { status: 'RUNNING', end_time: null }), hasHost: true, ...sources }),
    now,
  );
}

const loss = [{ key: 'val_loss', value: 0.3, step: 42, points: [] }];

describe('the words of a card', () => {
  it('for a run that runs', () => {
    expect(status({ update: update() })).toBe('Started · no metrics yet · 14 min 6 s');
    expect(status({ update: update({ metrics: loss, progress: { step: 42, total: 60 } }) })).toBe(
      'Running · step 42 of 60 · 14 min 6 s',
    );
    expect(status({ update: update({ metrics: loss, silentFor: 22 * 60_000 }) })).toContain('no news for 22 min');
  });

  it('for a run that has ended', () => {
    expect(status({ output: output() })).toBe('Finished · 19 min 42 s');
    expect(status({ output: output({}, { status: 'FAILED' }) })).toBe('Failed at step 3 · 19 min 42 s');
    expect(status({ output: output({ metrics: [] }, { status: 'KILLED' }) })).toBe('Killed · 19 min 42 s');
  });

  it('for a saved notebook, and where nobody can be asked', () => {
    expect(status({ hasHost: false })).toBe('Running when this was saved');
    const obstacle = { type: 'unavailable', runId, reason: 'otherServer', detail: undefined } as const;
    expect(status({ obstacle })).toBe('Running when this was saved');
    expect(noteOf(cardData({ output: output({}, { status: 'RUNNING' }), hasHost: true, obstacle }), now)).toContain(
      'another server',
    );
  });

  it('while the server is away', () => {
    const obstacle = { type: 'stale', runId, since: now - 130_000, nextTry: now + 17_400 } as const;
    const data = cardData({ output: output({}, { status: 'RUNNING' }), hasHost: true, obstacle });
    expect(statusLine(data, now)).toBe('Server unreachable · as of 2 min ago');
    expect(noteOf(data, now)).toBe('Next try in 18 s.');
  });

  it('about the time that is left', () => {
    const data = cardData({
      output: output(),
      update: update({ metrics: loss, progress: { step: 42, total: 60 } }),
      hasHost: true,
    });
    expect(timeLeft(data, now)).toBe('about 7 min left');
  });
});

describe('what the host tells', () => {
  it('wins over the output, and keeps what only the output knows', () => {
    const data = cardData({
      output: output({}, { status: 'RUNNING' }),
      update: update({ metrics: loss }),
      hasHost: true,
    });
    expect(data.run.name).toBe('live');
    expect(data.metrics).toMatchObject([{ key: 'val_loss', value: 0.3, previous: 0.3348 }]);
    expect(data.changedParams).toHaveLength(2);
  });

  it('may end a run that the notebook has as running', () => {
    const data = cardData({
      output: output({}, { status: 'RUNNING' }),
      update: update({ status: 'FAILED', endTime: startTime + 5000 }),
      hasHost: true,
    });
    expect(data.runs).toBe(false);
    expect(stateWord(data)).toBe('Failed');
  });
});

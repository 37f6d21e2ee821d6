import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCardNotification, parseCardRequest } from '../../../src/protocol/runCard';

const runId = '7f3a91c2b4d5e6f708192a3b4c5d6e7f';

describe('a message from a card', () => {
  it.each([
    { type: 'watch', runId, curves: 6 },
    { type: 'unwatch', runId },
    { type: 'act', runId, action: 'stop' },
  ])('is read: %o', (message) => {
    expect(parseCardRequest(message)).toEqual(message);
  });

  it.each([
    ['no message', undefined],
    ['another type', { type: 'delete', runId }],
    ['an action of its own', { type: 'act', runId, action: 'runlens.deleteRuns' }],
    ['a run that is a filter', { type: 'watch', runId: "x' OR '1'='1", curves: 6 }],
    ['a run that is a path', { type: 'act', runId: '../../models', action: 'open' }],
    ['curves without end', { type: 'watch', runId, curves: 1e9 }],
    ['half a curve', { type: 'watch', runId, curves: 0.5 }],
    ['a type from a prototype', { type: '__proto__', runId }],
  ])('is dropped with %s', (_what, message) => {
    expect(parseCardRequest(message)).toBeUndefined();
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withMap: true }), (message) => {
        expect(parseCardRequest(message)).toBeUndefined();
        expect(parseCardNotification(message)).toBeUndefined();
      }),
    );
  });
});

describe('a message to a card', () => {
  const update = {
    type: 'update',
    runId,
    name: 'trial',
    status: 'RUNNING',
    startTime: 1,
    paramCount: 0,
    metrics: [
      {
        key: 'loss',
        value: 'NaN',
        step: 3,
        points: [
          [0, 1],
          [3, 'Infinity'],
        ],
      },
    ],
    metricCount: 1,
    changedParams: [],
    interval: 5000,
  };

  it('carries the numbers that JSON cannot', () => {
    const read = parseCardNotification(update);
    expect(read).toMatchObject({
      metrics: [
        {
          value: Number.NaN,
          points: [
            [0, 1],
            [3, Infinity],
          ],
        },
      ],
    });
  });

  it('has names without what could deceive', () => {
    expect(parseCardNotification({ ...update, name: '\u202egnp\u0000' })).toMatchObject({ name: 'gnp' });
  });

  it.each([{ status: 'LOST' }, { interval: Infinity }, { metrics: 'none' }, { runId: '' }])(
    'is dropped with %o',
    (change) => {
      expect(parseCardNotification({ ...update, ...change })).toBeUndefined();
    },
  );
});

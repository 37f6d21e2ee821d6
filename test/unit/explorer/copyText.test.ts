import { describe, expect, it } from 'vitest';
import { shortestOf, valueOf } from '../../../src/host/explorer/commands/copyText';
import { sampleRun } from './runs';

describe('a copy', () => {
  it('of a figure has all its digits', () => {
    const best = { kind: 'detail', id: 'best', label: 'Best', value: '0.8731 at step 7', exact: '0.87309814' } as const;
    expect(shortestOf(best)).toBe('0.87309814');
  });

  it('of a commit is the commit', () => {
    expect(valueOf({ kind: 'detail', id: 'commit', label: 'Commit', value: 'f00dcafe' })).toBe('f00dcafe');
  });

  it('of an artifact is its path', () => {
    const entry = { path: 'plots/roc.png', isDirectory: false };
    expect(shortestOf({ kind: 'artifact', root: { kind: 'run', runId: 'r' }, runName: 'fox', entry })).toBe(entry.path);
  });

  it('of a note is the whole note', () => {
    const run = sampleRun('r', { tags: { 'mlflow.note.content': 'one\ntwo' } });
    expect(shortestOf({ kind: 'section', section: 'note', run })).toBe('one\ntwo');
  });
});

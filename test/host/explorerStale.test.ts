import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MlflowError } from '../../src/core/mlflow/errors';
import type { TrackingStore } from '../../src/core/store/trackingStore';
import { StaleMessage } from '../../src/host/explorer/staleMessage';
import { waitFor } from '../rig/wait';
import { TestSession } from './explorerRig';

describe('a view over a server that stopped answering', () => {
  it('tells the age of its data, and counts down to the next try', async () => {
    const session = new TestSession();
    const visibility = new vscode.EventEmitter<vscode.TreeViewVisibilityChangeEvent>();
    const view = { message: undefined as string | undefined, visible: true, onDidChangeVisibility: visibility.event };
    const message = new StaleMessage(view, session);
    const connected = {
      kind: 'connected',
      info: { id: 'x', label: 'x', uri: 'http://x', source: 'user' },
      store: {} as TrackingStore,
    } as const;
    session.change(connected);
    assert.equal(view.message, undefined);
    const error = new MlflowError('refused', 'Nothing answers.', { action: 'search runs', url: 'http://x' });
    const now = Date.now();
    session.change({ ...connected, stale: { error, since: now - 130_000, nextTry: now + 18_500 } });
    assert.match(String(view.message), /^Server unreachable\. Data from 2 min ago, next try in 1[89] s\.$/u);
    await waitFor(() => /in 1[67] s\.$/u.test(view.message ?? ''), { what: 'the countdown', timeoutMs: 10_000 });
    session.change(connected);
    assert.equal(view.message, undefined);
    message.dispose();
    visibility.dispose();
  });
});

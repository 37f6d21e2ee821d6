import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellRequest } from '../../../src/core/jupyter/cellRequest';
import { parseCompletions, toCodePoints } from '../../../src/core/jupyter/completion';
import { jupyterEnvironment, jupyterServer } from '../../../src/core/jupyter/localCommand';
import { parseMessage } from '../../../src/core/jupyter/messages';
import { mimeItems } from '../../../src/core/jupyter/mimeItems';
import { parseSavedServers } from '../../../src/core/jupyter/savedServers';
import { parseServerAddress } from '../../../src/core/jupyter/serverAddress';

describe('a message of a kernel', () => {
  it('is never trusted to have its form', () => {
    const types = ['stream', 'display_data', 'error', 'execute_reply', 'status', 'input_request', 'clear_output', 'x'];
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.anything(), (type, content) => {
        const parsed = parseMessage(type, content);
        expect(parsed === undefined || parsed.type === type).toBe(true);
      }),
    );
  });

  it('keeps the payloads that a notebook can act on', () => {
    const payload = [
      { source: 'set_next_input', text: 'x' },
      { source: 'edit_magic' },
      7,
      { source: 'page', data: {} },
    ];
    const parsed = parseMessage('execute_reply', { status: 'ok', execution_count: 1, payload });
    expect(parsed?.type === 'execute_reply' && parsed.content.payload).toEqual([
      { source: 'set_next_input', text: 'x', replace: false },
      { source: 'page', data: {} },
    ]);
  });
});

describe('a mime bundle', () => {
  it('keeps JSON as JSON, text as text, and pictures as bytes', () => {
    const items = mimeItems({
      'application/vnd.runlens.run+json': { a: [1] },
      'text/plain': ['a\n', 'b'],
      'image/png': 'aGk=\n',
      'image/svg+xml': '<svg/>',
    });
    expect(items.map(({ data }) => (typeof data === 'string' ? data : [...data]))).toEqual([
      '{"a":[1]}',
      'a\nb',
      [104, 105],
      '<svg/>',
    ]);
  });

  it('says in text that a widget is not shown', () => {
    const items = mimeItems({ 'application/vnd.jupyter.widget-view+json': { model_id: 'x' }, 'text/plain': 'HBox()' });
    expect(items).toHaveLength(1);
    expect(items[0]?.data).toMatch(/^HBox\(\)\nThis output is a widget/u);
  });

  it('takes whatever a kernel puts into it', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('text/plain', 'image/png', 'application/json'), fc.jsonValue()),
        (bundle) => {
          expect(mimeItems(bundle)).toHaveLength(Object.keys(bundle).length);
        },
      ),
    );
  });
});

describe('the address of a Jupyter server', () => {
  it.each([
    ['http://127.0.0.1:8888/?token=abc', 'http://127.0.0.1:8888/', 'abc'],
    ['http://127.0.0.1:8888/lab?token=abc', 'http://127.0.0.1:8888/', 'abc'],
    ['http://h:1/tree/a/b.ipynb', 'http://h:1/', undefined],
    ['https://hub.example/user/me/lab/workspaces/x?token=a%2Fb#frag', 'https://hub.example/user/me/', 'a/b'],
    ['https://hub.example/user/me', 'https://hub.example/user/me/', undefined],
  ])('%s leads to %s', (text, baseUrl, token) => {
    expect(parseServerAddress(text)).toMatchObject({ kind: 'server', baseUrl, token });
  });

  it.each(['', 'localhost:8888', 'file:///x', 'ftp://x', 'http://me:pw@host/', 'javascript:alert(1)'])(
    '%s is refused',
    (text) => {
      const parsed = parseServerAddress(text);
      expect(parsed.kind).toBe('invalid');
      expect(parsed.kind === 'invalid' && parsed.message).not.toMatch(/tracking|pw/u);
    },
  );

  it('never throws, and never keeps a token in the address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true })), (text) => {
        const parsed = parseServerAddress(text);
        expect(parsed.kind === 'server' ? parsed.baseUrl : '').not.toMatch(/[?#]/u);
      }),
    );
  });
});

describe('what is stored of servers', () => {
  it('is checked when it is read', () => {
    const good = { baseUrl: 'http://h/', label: 'h', specs: [{ name: 'a', displayName: 'A', language: 'python' }] };
    expect(parseSavedServers([good, { ...good, baseUrl: 'file:///x' }, 3])).toEqual([good]);
    expect(parseSavedServers('x')).toEqual([]);
  });
});

describe('a request to run a cell', () => {
  it('carries the cell’s id and the notebook’s own metadata of it', () => {
    const cell = { id: 'abc', metadata: { runlens: { log: true }, tags: ['raises-exception'] } };
    expect(cellRequest(cell, 'x')).toEqual({
      metadata: { cellId: 'abc', runlens: { log: true }, tags: ['raises-exception'] },
      mayFail: true,
    });
    expect(cellRequest({}, 'x')).toEqual({ metadata: { cellId: 'x' }, mayFail: false });
    expect(cellRequest(null, 'x')).toEqual({ metadata: { cellId: 'x' }, mayFail: false });
  });
});

describe('completion', () => {
  it('counts as the protocol does', () => {
    const code = 'x = "😀"; fo';
    expect(toCodePoints(code, code.length)).toBe(11);
    const reply = { status: 'ok', matches: ['forest'], cursor_start: 9, cursor_end: 11, metadata: {} };
    const [proposal] = parseCompletions(code, reply);
    expect(code.slice(proposal?.start, proposal?.end)).toBe('fo');
  });

  it('takes the types that Jedi knows, and survives any reply', () => {
    const typed = [{ start: 0, end: 1, text: 'abs', type: 'function' }];
    const reply = { status: 'ok', matches: ['abs'], cursor_start: 0, cursor_end: 1 };
    expect(parseCompletions('a', { ...reply, metadata: { _jupyter_types_experimental: typed } })).toEqual([
      { text: 'abs', start: 0, end: 1, type: 'function' },
    ]);
    fc.assert(
      fc.property(fc.anything(), (content) => {
        expect(parseCompletions('a', content)).toEqual([]);
      }),
    );
  });
});

describe('the local Jupyter server', () => {
  const lease = { file: '/tmp/lease', graceSeconds: 20 };

  it('is bound to the loopback interface, with its host checks on and its token in no argument', () => {
    const args = jupyterServer({ port: 5, root: '/', lease, asRoot: false });
    expect(args).toContain('--ServerApp.ip=127.0.0.1');
    expect(args).toContain('--ServerApp.allow_remote_access=False');
    expect(args.join(' ')).not.toMatch(/token|allow-root|allow_origin|disable_check_xsrf/u);
  });

  it('gets the person’s environment without what belongs to the editor or to other servers', () => {
    const environment = { PATH: '/bin', VSCODE_IPC: 'x', ELECTRON_RUN_AS_NODE: '1', JUPYTER_CONFIG_DIR: '/c', A: 'b' };
    expect(jupyterEnvironment({ environment, token: 't', bin: '/v/bin', pathDelimiter: ':' })).toEqual({
      PATH: '/v/bin:/bin',
      A: 'b',
      JUPYTER_TOKEN: 't',
      JUPYTER_NO_CONFIG: '1',
      PYTHONUNBUFFERED: '1',
    });
  });
});

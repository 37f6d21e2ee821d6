import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTrackingUri, shownUri } from '../../../src/core/mlflow/trackingUri';

describe('a tracking URI', () => {
  it.each([
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
    [' https://mlflow.example.org/ ', 'https://mlflow.example.org', 'https://mlflow.example.org'],
    ['HTTPS://Example.org:443/team/mlflow//', 'https://example.org/team/mlflow', 'https://example.org'],
    ['http://[::1]:5000/x', 'http://[::1]:5000/x', 'http://[::1]:5000'],
  ])('leads to a server: %s', (text, baseUrl, origin) => {
    expect(parseTrackingUri(text)).toEqual({ kind: 'http', baseUrl, origin });
  });

  it('gives user name and password apart from the address', () => {
    expect(parseTrackingUri('https://mlops:p%40ss%3A@example.org/x')).toEqual({
      kind: 'http',
      baseUrl: 'https://example.org/x',
      origin: 'https://example.org',
      credentials: { kind: 'basic', username: 'mlops', password: 'p@ss:' },
    });
  });

  it.each([
    ['sqlite:///mlflow.db', { kind: 'sqlite', path: 'mlflow.db' }],
    ['sqlite:////data/mlflow.db?mode=ro', { kind: 'sqlite', path: '/data/mlflow.db' }],
    ['sqlite:///C:/data/mlflow.db', { kind: 'sqlite', path: 'C:/data/mlflow.db' }],
    ['file:///data/my%20runs', { kind: 'file', path: '/data/my runs' }],
    ['file:///C:/data/mlruns', { kind: 'file', path: 'C:/data/mlruns' }],
    ['file://localhost/data', { kind: 'file', path: '/data' }],
    ['file:mlruns', { kind: 'file', path: 'mlruns' }],
    ['./mlruns', { kind: 'file', path: './mlruns' }],
    ['C:\\data\\mlruns', { kind: 'file', path: 'C:\\data\\mlruns' }],
    ['databricks', { kind: 'databricks', text: 'databricks' }],
    ['databricks://profile', { kind: 'databricks', text: 'databricks://profile' }],
    ['postgresql://u:p@host/db', { kind: 'unsupported', text: 'postgresql://u:p@host/db' }],
  ])('leads elsewhere: %s', (text, parsed) => {
    expect(parseTrackingUri(text)).toEqual(parsed);
  });

  it.each([
    ['', /is empty/],
    ['localhost:5000', /lacks its scheme/],
    ['http://', /is not an address/],
    ['http:///path', /is not an address/],
    ['http://host:99999', /is not an address/],
    ['https://host/#/experiments/1', /what follows/],
    ['https://host/?token=secret', /what follows/],
    ['https://u:%@host', /write %25/],
    ['sqlite://mlflow.db', /sqlite:\/\/\/mlflow\.db/],
    ['sqlite:///:memory:', /in memory/],
    ['file://server/share', /file:\/\/\/absolute/],
  ])('says what is wrong: %s', (text, message) => {
    expect(parseTrackingUri(text)).toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(message) as string,
    });
  });

  it('never shows a password in what it says', () => {
    const parsed = parseTrackingUri('https://u:hunter2@host:99999');
    expect(parsed.kind).toBe('invalid');
    expect(JSON.stringify(parsed)).not.toContain('hunter2');
  });

  it.each([
    'https://u:hunter2@host:99999',
    'user:hunter2@host:5000',
    'u_1:hunter2@host:5000/path',
    'http:/u:hunter2@host',
    'postgresql://u:pa/hunter2@host/db',
    'postgresql://u:p@hunter2@host/db',
    'postgresql://u:p?hunter2#x@host/db',
    'postgresql://host/db?password=hunter2',
    'mssql+pyodbc://u:hunter2@host/db?driver=x',
    'https://host/?token=hunter2',
  ])('never shows a secret of what it can’t use: %s', (uri) => {
    const parsed = parseTrackingUri(uri);
    expect(parsed.kind).not.toBe('http');
    expect(shownUri(uri)).not.toContain('hunter2');
    expect(parsed.kind === 'invalid' ? parsed.message : '').not.toContain('hunter2');
  });

  it.each(['/home/me@work:x/mlruns', './a:b@c', 'C:\\me@work', 'file:///home/me@work/mlruns', 'databricks'])(
    'shows a path as it is: %s',
    (uri) => {
      expect(shownUri(uri)).toBe(uri);
    },
  );

  it('is refused at once when it is made to take long', () => {
    const start = performance.now();
    expect(parseTrackingUri(`http://host${'/'.repeat(300_000)}a`).kind).toBe('invalid');
    expect(performance.now() - start).toBeLessThan(200);
  });

  it('never throws, and an address never has credentials, a query or a slash at its end', () => {
    const text = fc.oneof(
      fc.string(),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.webAuthority(),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('', 'http://', 'https://u:p@', 'sqlite:///', 'file:'), (rest, start) => {
        const parsed = parseTrackingUri(start + rest);
        if (parsed.kind === 'http') {
          const url = new URL(parsed.baseUrl);
          expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', '']);
          expect(parsed.baseUrl).not.toMatch(/\/$/);
          expect(url.origin).toBe(parsed.origin);
        }
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  addressProblem,
  draftCandidate,
  findCandidates,
  savedCandidates,
  type Places,
} from '../../../src/core/connection/candidates';

const nothing: Places = { dotenv: [], stores: [], folders: ['/ws'], saved: [], trusted: true };

function only(places: Partial<Places>) {
  const [candidate] = findCandidates({ ...nothing, ...places });
  return candidate!;
}

describe('a candidate', () => {
  it('keeps a path prefix and shows no password', () => {
    const candidate = only({ environment: 'https://me:s3cret@mlflow.example/team/' });
    expect(candidate).toMatchObject({
      uri: 'https://mlflow.example/team',
      label: 'mlflow.example',
      target: { credentials: { kind: 'basic', username: 'me', password: 's3cret' } },
    });
    expect(candidate.id).not.toContain('s3cret');
  });

  it.each(['user:hunter2@host:5000', 'postgresql://u:a/hunter2@host/db', 'https://host/?token=hunter2'])(
    'holds no secret anywhere when it can’t be used: %s',
    (uri) => {
      expect(JSON.stringify(findCandidates({ ...nothing, workspace: uri }))).not.toContain('hunter2');
    },
  );

  it('that can’t be used says what to write, without a password', () => {
    const candidate = only({ environment: 'postgresql://me:s3cret@db/mlflow' });
    expect(candidate.target).toMatchObject({ kind: 'unusable' });
    expect(JSON.stringify(candidate)).not.toContain('s3cret');
  });

  it.each([
    ['sqlite:///mlflow.db', '/ws/mlflow.db'],
    ['sqlite:///./data/mlflow.db', '/ws/data/mlflow.db'],
    ['sqlite:////abs/mlflow.db', '/abs/mlflow.db'],
    ['sqlite:///C:/data/mlflow.db', 'C:/data/mlflow.db'],
  ])('reads %s as the store %s', (uri, path) => {
    expect(only({ workspace: uri }).target).toEqual({ kind: 'store', path });
  });

  it('with a relative path needs a folder', () => {
    expect(only({ environment: 'sqlite:///mlflow.db', folders: [] }).target).toMatchObject({ kind: 'unusable' });
  });

  it('takes the account in .env for the address in .env only', () => {
    const variables = {
      MLFLOW_TRACKING_URI: 'https://dotenv.example',
      MLFLOW_TRACKING_USERNAME: 'me',
      MLFLOW_TRACKING_PASSWORD: 's3cret',
    };
    expect(only({ dotenv: [{ folder: '/ws', variables }] }).target).toMatchObject({
      credentials: { username: 'me', password: 's3cret' },
    });
    const accountOnly = { ...variables, MLFLOW_TRACKING_URI: '' };
    expect(findCandidates({ ...nothing, dotenv: [{ folder: '/ws', variables: accountOnly }] })).toEqual([]);
  });

  it('from the user’s setting is the saved connection of that address', () => {
    const saved = [{ name: 'team', uri: 'https://team.example/', headers: { 'X-Team': 'a' } }];
    expect(only({ user: 'https://team.example', saved })).toMatchObject({ label: 'team', saved: saved[0] });
  });

  it('has an id of its own in each MLflow workspace', () => {
    const saved = ['a', 'b'].map((workspace) => ({ name: workspace, uri: 'https://team.example', workspace }));
    const [a, b] = savedCandidates({ ...nothing, saved });
    expect(a!.id).not.toBe(b!.id);
  });

  it('never has direction or control characters in its label', () => {
    const candidate = draftCandidate({ name: 'good\u202Egnp.exe\n', uri: 'https://team.example' }, undefined);
    expect(candidate.label).toBe('good gnp.exe');
  });
});

describe('the address that a person types', () => {
  it.each(['127.0.0.1:5000', 'mlflow.example.org', 'mlflow.example.org/prefix'])('lacks a scheme in “%s”', (text) => {
    expect(addressProblem(text, undefined)).toContain(`http://${text}`);
  });

  it.each(['http://localhost:5000', 'https://host/prefix', 'sqlite:////data/mlflow.db'])('may be %s', (text) => {
    expect(addressProblem(text, undefined)).toBeUndefined();
  });

  it.each(['', 'localhost:5000', 'ftp://host', 'databricks', '/data/mlruns'])('may not be “%s”', (text) => {
    expect(addressProblem(text, undefined)).toMatch(/\w{4}/);
  });
});

import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/connection/candidates';
import { findCandidates } from '../../../src/core/connection/candidates';
import { credentialPlaces } from '../../../src/core/connection/credentialOrder';
import { formatOriginSecret, parseOriginSecret, secretKey } from '../../../src/core/connection/originSecret';
import { tlsFiles } from '../../../src/core/connection/tlsFiles';

function from(place: 'user' | 'workspace' | 'environment', uri: string): Candidate {
  return findCandidates({ [place]: uri, dotenv: [], stores: [], folders: [], saved: [], trusted: true })[0]!;
}

describe('a stored secret', () => {
  it('has a key per origin: scheme, host and port', () => {
    const keys = ['https://a.example', 'http://a.example', 'https://a.example:8443', 'https://b.example'].map(
      secretKey,
    );
    expect(new Set(keys).size).toBe(4);
    expect(secretKey('https://a.example/prefix')).toBe(secretKey('https://A.example:443'));
  });

  it('comes back as it was stored', () => {
    const secret = { credentials: { kind: 'bearer', token: 't' }, headers: [{ key: 'X-A', value: '1' }] } as const;
    expect(parseOriginSecret(formatOriginSecret(secret))).toEqual(secret);
  });

  it('is none when nothing is left of it, or it can’t be read', () => {
    expect(formatOriginSecret({ credentials: { kind: 'none' }, headers: [] })).toBeUndefined();
    for (const text of [undefined, '', '{', '[]', '{"credentials":{"kind":"basic"}}']) {
      expect(parseOriginSecret(text).credentials).toBeUndefined();
    }
  });
});

describe('the person’s own credentials', () => {
  const environment = 'https://mine.example/prefix';

  it('of the environment go to the environment’s origin only', () => {
    expect(credentialPlaces(from('environment', environment), environment).environment).toBe(true);
    expect(credentialPlaces(from('user', 'https://mine.example'), environment).environment).toBe(true);
    expect(credentialPlaces(from('user', 'https://other.example'), environment).environment).toBe(false);
    expect(credentialPlaces(from('workspace', 'https://other.example'), environment).environment).toBe(false);
    expect(credentialPlaces(from('user', 'http://mine.example'), environment).environment).toBe(false);
    expect(credentialPlaces(from('user', 'https://mine.example'), undefined).environment).toBe(false);
  });

  it('of ~/.mlflow/credentials never go to a server that a workspace names', () => {
    expect(credentialPlaces(from('user', 'https://any.example'), undefined).file).toBe(true);
    expect(credentialPlaces(from('workspace', 'https://any.example'), undefined).file).toBe(false);
  });
});

describe('TLS files', () => {
  const none = { insecureOrigins: [] };

  it('are not needed for http, or where nothing is set', () => {
    expect(tlsFiles(from('user', 'http://a.example'), { ...none, caCertificate: '/ca.pem' })).toBeUndefined();
    expect(tlsFiles(from('user', 'https://a.example'), none)).toBeUndefined();
  });

  it('switch checks off for the named origin only', () => {
    const places = { insecureOrigins: ['https://a.example:8443', 'not an address'] };
    expect(tlsFiles(from('user', 'https://a.example:8443/x'), places)).toMatchObject({ insecure: true });
    expect(tlsFiles(from('user', 'https://a.example'), places)).toBeUndefined();
  });

  it('of a saved connection come before those of the environment and of all servers', () => {
    const environment = { MLFLOW_TRACKING_SERVER_CERT_PATH: '/env.pem', MLFLOW_TRACKING_CLIENT_CERT_PATH: '/both.pem' };
    const places = { ...none, caCertificate: '/all.pem', environment };
    const plain = from('user', 'https://a.example');
    expect(tlsFiles(plain, { ...none, caCertificate: '/all.pem' })).toMatchObject({ ca: '/all.pem' });
    expect(tlsFiles(plain, places)).toMatchObject({ ca: '/env.pem', cert: '/both.pem', key: '/both.pem' });
    const saved = { name: 'a', uri: 'https://a.example', caCertificate: '/own.pem', clientCertificate: '/own.crt' };
    expect(tlsFiles({ ...plain, saved }, places)).toMatchObject({ ca: '/own.pem', cert: '/own.crt', key: '/own.crt' });
  });
});

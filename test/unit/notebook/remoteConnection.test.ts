import { describe, expect, it } from 'vitest';
import { isLoopback, remoteConnection } from '../../../src/core/notebook/remoteConnection';

const connection = {
  trackingUri: 'https://mlflow.example.org/prefix',
  credentials: { kind: 'bearer', token: 'secret' },
  workspace: 'team',
  environment: { MLFLOW_TRACKING_SERVER_CERT_PATH: '/ca.pem' },
} as const;

describe('the connection of a remote kernel', () => {
  it('has no credentials unless the person agreed, and no paths of this machine', () => {
    const { trackingUri, workspace } = connection;
    expect(remoteConnection(connection, false)).toEqual({ trackingUri, workspace, credentials: { kind: 'none' } });
    expect(remoteConnection(connection, true)).toEqual({ trackingUri, workspace, credentials: connection.credentials });
  });

  it('is none where the server listens on this machine alone', () => {
    expect(remoteConnection({ ...connection, trackingUri: 'http://127.0.0.1:5000' }, true)).toBeUndefined();
  });

  it.each(['http://localhost:5000', 'http://127.3.2.1', 'http://[::1]:5000', 'http://0.0.0.0:1', 'http://a.localhost'])(
    'knows %s as this machine',
    (uri) => {
      expect(isLoopback(uri)).toBe(true);
    },
  );

  it.each(['http://localhost.example.org', 'https://127.example.org', 'not an address'])(
    'does not take %s for it',
    (uri) => {
      expect(isLoopback(uri)).toBe(false);
    },
  );
});

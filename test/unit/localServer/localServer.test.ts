import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { waitUntilHealthy } from '../../../src/core/localServer/health.node';
import { installCommand } from '../../../src/core/localServer/installCommand';
import { freePort } from '../../../src/core/localServer/port.node';
import { findPython } from '../../../src/core/localServer/python.node';
import { RestartLimit } from '../../../src/core/localServer/restartLimit';
import { serverEnvironment } from '../../../src/core/localServer/supervisor';

const never = new AbortController().signal;

describe('restarts', () => {
  it('are at most three in five minutes', () => {
    const limit = new RestartLimit();
    expect([0, 1000, 2000, 3000].map((now) => limit.allow(now))).toEqual([true, true, true, false]);
    expect(limit.allow(5 * 60_000)).toBe(true);
    expect(limit.allow(5 * 60_000 + 1)).toBe(false);
    limit.reset();
    expect(limit.allow(5 * 60_000 + 2)).toBe(true);
  });
});

describe('the line that installs MLflow', () => {
  it('is plain for a plain path', () => {
    expect(installCommand('/ws/.venv/bin/python', ['mlflow'], false)).toBe(
      '/ws/.venv/bin/python -m pip install mlflow',
    );
  });

  it('quotes what a shell would act on', () => {
    expect(installCommand('/my ws/$(rm x)/python', ['mlflow'], false)).toBe(
      `'/my ws/$(rm x)/python' -m pip install mlflow`,
    );
    expect(installCommand(`/it's/python`, ['mlflow'], false)).toBe(`'/it'\\''s/python' -m pip install mlflow`);
    expect(installCommand('C:\\My Python\\python.exe', ['mlflow'], true)).toBe(
      `& "C:\\My Python\\python.exe" -m pip install mlflow`,
    );
  });

  it('is none for a path that can’t be quoted', () => {
    expect(installCommand('/ws/\nrm x/python', ['mlflow'], false)).toBeUndefined();
    expect(installCommand('C:\\$(rm x)\\python.exe', ['mlflow'], true)).toBeUndefined();
  });
});

describe('the server’s environment', () => {
  it('keeps access to object stores, and nothing else of MLflow’s', () => {
    const environment = serverEnvironment({
      PATH: '/bin',
      MLFLOW_S3_ENDPOINT_URL: 'http://s3',
      MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE: 'true',
      MLFLOW_TRACKING_PASSWORD: 'x',
    });
    expect(environment).toMatchObject({ PATH: '/bin', MLFLOW_S3_ENDPOINT_URL: 'http://s3' });
    expect(environment).not.toHaveProperty('MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE');
    expect(environment).not.toHaveProperty('MLFLOW_TRACKING_PASSWORD');
  });
});

describe('a port', () => {
  it('is the preferred one when it is free, and another one when it is taken', async () => {
    const port = await freePort();
    expect(await freePort(port)).toBe(port);
    const server = createServer().listen(port, '127.0.0.1');
    expect(await freePort(port)).not.toBe(port);
    server.close();
  });
});

describe('waiting for the first answer', () => {
  it('ends when /health answers 200, after earlier failures', async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      asked += 1;
      response.writeHead(request.url === '/health' && asked > 2 ? 200 : 503).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await waitUntilHealthy((server.address() as AddressInfo).port, '/health', never);
    expect(asked).toBe(3);
    server.close();
  });

  it('can be cancelled', async () => {
    await expect(waitUntilHealthy(await freePort(), '/health', AbortSignal.timeout(50))).rejects.toThrow();
  });
});

describe('finding Python', () => {
  it('runs no shell, whatever a path says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'runlens-python-'));
    const pwned = join(folder, 'pwned');
    const paths = [
      `python3; touch ${pwned}`,
      `$(touch ${pwned})`,
      `python3\ntouch ${pwned}`,
      `python3 -c "x" & touch ${pwned}`,
    ];
    expect(await findPython(paths, ['mlflow'], never)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('passes over what does not run, and tells whether MLflow is there', async () => {
    const found = await findPython(['/no/such/python', process.execPath, 'python3'], ['mlflow'], never);
    expect(found).toEqual([
      expect.objectContaining({ path: 'python3', version: expect.stringMatching(/^3\./) as string }),
    ]);
  });
});

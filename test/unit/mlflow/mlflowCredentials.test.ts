import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { credentialsFile, readMlflowCredentials } from '../../../src/core/mlflow/mlflowCredentials.node';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'runlens-home-'));
  await mkdir(join(home, '.mlflow'));
});
afterEach(() => rm(home, { recursive: true }));

const write = (text: string) => writeFile(credentialsFile(home), text);
const find = (environment: Record<string, string> = {}) => readMlflowCredentials(environment, credentialsFile(home));

const FILE = '[mlflow]\nmlflow_tracking_username = mlops\nmlflow_tracking_password = p#s;s = "x"\n';

describe('MLflow’s credentials', () => {
  it('are none without file and variables', async () => {
    expect(await find()).toBeUndefined();
  });

  it('come from the file, as Python’s configparser reads it', async () => {
    await write(`; comment\n[other]\nmlflow_tracking_password = no\n${FILE}`);
    expect(await find()).toEqual({
      credentials: { kind: 'basic', username: 'mlops', password: 'p#s;s = "x"' },
      source: 'file',
    });
    await write('[mlflow]\r\nMLFLOW_TRACKING_USERNAME: a\r\nmlflow_tracking_password:100%%\r\n');
    expect((await find())?.credentials).toEqual({ kind: 'basic', username: 'a', password: '100%' });
  });

  it('come from the environment over the file', async () => {
    await write(FILE);
    expect(await find({ MLFLOW_TRACKING_USERNAME: 'me', MLFLOW_TRACKING_PASSWORD: 'mine' })).toEqual({
      credentials: { kind: 'basic', username: 'me', password: 'mine' },
      source: 'environment',
    });
    expect((await find({ MLFLOW_TRACKING_USERNAME: 'me' }))?.credentials).toMatchObject({ username: 'me' });
  });

  it('are the token only where user name and password are not both there', async () => {
    const token = { MLFLOW_TRACKING_TOKEN: 'sesame' };
    expect(await find({ ...token, MLFLOW_TRACKING_USERNAME: 'me' })).toEqual({
      credentials: { kind: 'bearer', token: 'sesame' },
      source: 'environment',
    });
    await write(FILE);
    expect((await find(token))?.credentials.kind).toBe('basic');
  });

  it('ignore what is broken or half there', async () => {
    await write('mlflow_tracking_username = a\n[mlflow]\n= x\nmlflow_tracking_password\n__proto__ = 1\n');
    expect(await find()).toBeUndefined();
  });
});

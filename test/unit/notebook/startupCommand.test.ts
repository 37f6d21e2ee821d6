import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hasStartupCommand,
  startupCommand,
  startupFileText,
  withoutStartupCommand,
  withStartupCommand,
  type StartupFile,
} from '../../../src/core/notebook/startupCommand';

const PACKAGE = 'import json\ndef attach(**given):\n    print(json.dumps(given))\n    return {"tracking_uri": None}\n';

describe('the start-up command of kernels', () => {
  let directory = '';
  let file = '';
  let packagePath = '';
  let project = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'runlens-start-'));
    file = join(directory, "it's.json");
    packagePath = join(directory, 'src');
    project = join(directory, 'project', 'notebooks');
    await mkdir(join(packagePath, 'runlens'), { recursive: true });
    await mkdir(project, { recursive: true });
    await writeFile(join(packagePath, 'runlens/__init__.py'), PACKAGE);
  });

  afterAll(() => rm(directory, { recursive: true }));

  const left = (more: Partial<StartupFile> = {}): string =>
    startupFileText({
      previous: undefined,
      packagePath,
      folders: [join(directory, 'project')],
      connection: {
        trackingUri: 'https://mlflow.example.org',
        credentials: { kind: 'basic', username: 'mlops', password: 'geheim' },
      },
      logAll: false,
      ...more,
    });

  function start(cwd: string): string {
    const program = `${startupCommand(file)}\nprint(sorted(set(globals()) - set(globals()["__builtins__"].__dict__)))`;
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    return execFileSync('python3', ['-c', program], { cwd, env, encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  it('does nothing where the editor is gone', async () => {
    await rm(file, { force: true });
    const names = start(project);
    expect(names).not.toContain('settings');
    await writeFile(file, left({ packagePath: '/nowhere' }));
    expect(start(project)).toBe(names);
  });

  it('attaches a kernel with the connection of the folder that it starts in, and without a secret', async () => {
    await writeFile(file, left());
    expect(start(project).split('\n')[0]).toBe('{"tracking_uri": "https://mlflow.example.org", "log_all": false}');
    expect(start(directory).split('\n')[0]).toBe('{"log_all": false}');
    expect(left()).not.toContain('geheim');
  });

  it('keeps what other windows have left, and takes back its own', () => {
    const other = left({ folders: ['/other'] });
    const both = JSON.parse(left({ previous: other })) as { connections: object };
    expect(Object.keys(both.connections)).toEqual(['/other', join(directory, 'project')]);
    const none = JSON.parse(left({ previous: JSON.stringify(both), connection: undefined })) as { connections: object };
    expect(Object.keys(none.connections)).toEqual(['/other']);
    expect(JSON.parse(left({ previous: 'no JSON' }))).toEqual(JSON.parse(left()));
  });

  it('comes into the setting once, beside the person’s own, and goes without a trace', () => {
    const own = ['%matplotlib inline'];
    const once = withStartupCommand(own, file);
    expect(once).toHaveLength(2);
    expect(withStartupCommand(once, '/moved.json')).toHaveLength(2);
    expect(hasStartupCommand(once)).toBe(true);
    expect(withoutStartupCommand(once)).toEqual(own);
    expect(withoutStartupCommand('%matplotlib inline')).toEqual(own);
    expect([undefined, '', 7, {}].map(withoutStartupCommand)).toEqual([[], [], [], []]);
  });
});

import { describe, expect, it } from 'vitest';
import type { MlflowErrorKind } from '../../../src/core/mlflow/errors';
import manifest from '../../../package.json';
import texts from '../../../package.nls.json';

const states = ['none', 'untrusted', 'unconfirmed', 'connecting', 'unusable', 'local-server'];
const failures: readonly MlflowErrorKind[] = [
  'name-not-found',
  'refused',
  'tls',
  'proxy',
  'unauthorized',
  'forbidden',
  'host-not-allowed',
  'too-old',
  'rate-limited',
  'server-error',
  'timeout',
  'not-mlflow',
  'bad-json',
  'redirected',
  'network',
];

const welcomes = manifest.contributes.viewsWelcome;
const nls: Readonly<Record<string, string>> = texts;

function textOf(contents: string): string {
  return nls[contents.slice(1, -1)] ?? '';
}

describe('the welcome view', () => {
  it.each([...states, ...failures])('has a text for the state %s, with something to do', (state) => {
    const entries = welcomes.filter(
      ({ view, when }) => view === 'runlens.experiments' && when === `runlens.connection == ${state}`,
    );
    expect(entries).toHaveLength(1);
    expect(textOf(entries[0]!.contents)).toMatch(/\]\(command:/);
  });

  it('links to commands that exist', () => {
    const commands = manifest.contributes.commands.map(({ command }) => command);
    const links = welcomes.flatMap(({ contents }) => [...textOf(contents).matchAll(/\(command:(runlens\.\w+)/g)]);
    expect(links.length).toBeGreaterThan(30);
    for (const [, command] of links) {
      expect(commands).toContain(command);
    }
  });
});

describe('settings that name programs, certificates and TLS switches', () => {
  it('are the machine’s, and restricted in an untrusted workspace', () => {
    const { properties } = manifest.contributes.configuration;
    const restricted: readonly string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const name of ['runlens.pythonPath', 'runlens.tls.insecureOrigins', 'runlens.tls.caCertificate'] as const) {
      expect(properties[name].scope).toBe('machine');
      expect(restricted).toContain(name);
    }
    expect(properties['runlens.connections'].scope).toBe('application');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../src/core/mlflow/filter/lexer';
import { versionsFilter } from '../../../src/core/registry/modelNames';
import { aliasWords, describeModel, stageWords, versionState } from '../../../src/core/registry/registryWords';
import { aModel, aVersion } from './entities';

describe('describeModel', () => {
  const version = (number: string, stage: string) => aVersion({ name: 'm', version: number, stage });

  it.each([
    [[], [], ''],
    [[], [version('7', 'None')], 'v7'],
    [[], [version('7', 'None'), version('3', 'Production'), version('1', 'Archived')], 'Production v3 (stage)'],
    [[{ alias: 'champion', version: '3' }], [version('3', 'Production')], '@champion v3'],
    [['a', 'b', 'c', 'd', 'e'].map((alias) => ({ alias, version: '1' })), [], '@a v1, @b v1, @c v1, +2'],
  ])('of aliases %j and latest versions is short', (aliases, latestVersions, expected) => {
    expect(describeModel(aModel({ name: 'm', aliases, latestVersions }))).toBe(expected);
  });

  it('takes control characters out of what a server calls an alias', () => {
    const aliases = [{ alias: 'a\u202eb\n', version: '1' }];
    expect(describeModel(aModel({ name: 'm', aliases }))).toBe('@a b v1');
  });
});

describe('a version', () => {
  it('is described by aliases, stage and state', () => {
    const version = aVersion({ name: 'm', version: '1', aliases: ['champion', 'eu'], stage: 'Staging' });
    expect([aliasWords(version), stageWords(version), versionState(version)]).toEqual([
      '@champion @eu',
      'Staging (stage)',
      'ready',
    ]);
    expect(versionState({ ...version, status: 'FAILED_REGISTRATION' })).toBe('failed');
    expect(versionState({ ...version, status: 'PENDING_REGISTRATION' })).toBe('pending');
  });
});

describe('versionsFilter', () => {
  it('quotes a name, or matches around what cannot be quoted', () => {
    expect(versionsFilter("it's")).toBe(`name = "it's"`);
    expect(versionsFilter(`it's "it"\\`)).toBe("name LIKE 'it_s _it__'");
  });

  it('never lets a name out of its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        expect(tokenize(versionsFilter(name)).map(({ kind }) => kind)).toHaveLength(4);
      }),
    );
  });
});

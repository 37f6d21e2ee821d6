import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSavedConnections } from '../../../src/core/connection/savedConnections';

describe('runlens.connections', () => {
  it('keeps the good elements and names the bad ones', () => {
    const { connections, problems } = parseSavedConnections([
      { name: 'a', uri: 'https://a.example', headers: { 'X-A': '1' } },
      { name: 'b' },
      { name: 'a', uri: 'https://other.example' },
      'c',
    ]);
    expect(connections).toEqual([{ name: 'a', uri: 'https://a.example', headers: { 'X-A': '1' } }]);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain('runlens.connections[1].uri');
    expect(problems[1]).toContain('“a” is taken');
  });

  it('is empty when it is not set', () => {
    expect(parseSavedConnections(undefined)).toEqual({ connections: [], problems: [] });
  });

  it('never throws, whatever was written', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const { connections } = parseSavedConnections(value);
        expect(new Set(connections.map(({ name }) => name)).size).toBe(connections.length);
      }),
    );
  });
});

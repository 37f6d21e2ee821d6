import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../scripts/demo/arguments';

describe('parseArguments', () => {
  it('starts for a person unless something else is asked for', () => {
    expect(parseArguments([])).toEqual({ check: false, fresh: false, port: undefined, help: false });
  });

  it('reads every option', () => {
    expect(parseArguments(['--check', '--fresh', '--port', '9000'])).toMatchObject({
      check: true,
      fresh: true,
      port: 9000,
    });
    expect(parseArguments(['-h']).help).toBe(true);
  });

  it.each(['0', '65536', '80x', '-1', ' '])('refuses port %j and says what a port is', (port) => {
    expect(() => parseArguments([`--port=${port}`])).toThrow(/a port is a number from 1 to 65535/);
  });

  it('refuses what it does not know', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => !['-h', '--'].includes(text)),
        (text) => {
          expect(() => parseArguments([`--unknown-${text}`])).toThrow();
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proxyProblem, proxyRules, type ProxySettings } from '../../../src/core/connection/proxy';

const settings = (change: Partial<ProxySettings> = {}): ProxySettings => ({ off: false, noProxy: [], ...change });
const environment = { HTTPS_PROXY: 'http://env:1', NO_PROXY: 'env.example' };

describe('the proxy of a connection with certificates of its own', () => {
  it('is the editor’s before the environment’s', () => {
    expect(proxyRules(settings({ proxy: 'http://set:1' }), environment).proxy).toBe('http://set:1');
    expect(proxyRules(settings(), environment).proxy).toBe('http://env:1');
    expect(proxyRules(settings(), { http_proxy: 'http://plain:1' }).proxy).toBe('http://plain:1');
    expect(proxyRules(settings(), {}).proxy).toBe('');
  });

  it('is none where the editor uses none', () => {
    expect(proxyRules(settings({ off: true, proxy: 'http://set:1' }), environment).proxy).toBe('');
  });

  it('leaves out what http.noProxy names, else what NO_PROXY names, and this machine always', () => {
    expect(proxyRules(settings({ noProxy: ['.set.example', 'a'] }), environment).noProxy).toBe(
      'localhost,127.0.0.1,[::1],.set.example,a',
    );
    expect(proxyRules(settings(), environment).noProxy).toBe('localhost,127.0.0.1,[::1],env.example');
  });

  it('gets the authorization that belongs to the setting, and the environment’s proxy does not', () => {
    const authorization = 'Basic abc';
    expect(proxyRules(settings({ proxy: 'http://set:1', authorization }), environment)).toMatchObject({
      authorization,
    });
    expect(proxyRules(settings({ authorization }), environment)).not.toHaveProperty('authorization');
  });

  it('that can’t be used is told by its place, never by its text', () => {
    const problem = (change: Partial<ProxySettings>, env = {}) =>
      proxyProblem(proxyRules(settings(change), env), settings(change));
    expect(problem({ proxy: 'user:hunter2@proxy' })).toMatch(/^The setting http\.proxy is not/u);
    expect(problem({}, { HTTPS_PROXY: 'gopher://hunter2' })).toMatch(/^The environment variable/u);
    expect(problem({ proxy: 'http://user:pw@proxy:3128' })).toBeUndefined();
    expect(problem({})).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const secret = `${text}hunter2`;
        expect(problem({ proxy: secret }) ?? '').not.toContain('hunter2');
      }),
    );
  });
});

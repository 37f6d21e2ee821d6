type Environment = Readonly<Record<string, string | undefined>>;

/** How the editor sends the requests of extensions out: its settings `http.proxy…`, from the person and never a workspace. */
export interface ProxySettings {
  /** `http.proxySupport` is off: no proxy at all. */
  readonly off: boolean;
  readonly proxy?: string | undefined;
  readonly noProxy: readonly string[];
  /** `Proxy-Authorization` for `proxy`. */
  readonly authorization?: string | undefined;
}

/** The proxy to use, and for which servers not. */
export interface ProxyRules {
  /** Empty for none. */
  readonly proxy: string;
  /** Names as in `NO_PROXY`, with commas. */
  readonly noProxy: string;
  /** Goes to `proxy` only. */
  readonly authorization?: string;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Chooses as VS Code does for its own requests (`createProxyResolver` of `@vscode/proxy-agent`): the setting before the
 * environment, `http.noProxy` in place of `NO_PROXY` where it names anything, and this machine never through a proxy.
 */
export function proxyRules(settings: ProxySettings, environment: Environment): ProxyRules {
  const noProxy = settings.noProxy.length > 0 ? settings.noProxy : [either(environment, 'no_proxy')];
  const rules = { noProxy: [...LOOPBACK, ...noProxy].filter((name) => name !== '').join(',') };
  if (settings.off) {
    return { ...rules, proxy: '' };
  }
  if (settings.proxy !== undefined) {
    const { authorization } = settings;
    return { ...rules, proxy: settings.proxy, ...(authorization !== undefined && { authorization }) };
  }
  return { ...rules, proxy: either(environment, 'https_proxy') || either(environment, 'http_proxy') };
}

/** Why the proxy can't be used, as a sentence; undefined when it can. */
export function proxyProblem({ proxy }: ProxyRules, settings: ProxySettings): string | undefined {
  const usable = proxy === '' || (URL.canParse(proxy) && /^(https?|socks5):$/u.test(new URL(proxy).protocol));
  if (usable) {
    return undefined;
  }
  const place =
    settings.proxy === undefined ? 'The environment variable HTTPS_PROXY or HTTP_PROXY' : 'The setting http.proxy';
  // What it says is left out: it may hold a password.
  return `${place} is not the address of a proxy, as in http://proxy.example:3128. Correct it, or take it away.`;
}

function either(environment: Environment, name: string): string {
  return environment[name] ?? environment[name.toUpperCase()] ?? '';
}

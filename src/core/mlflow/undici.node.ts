/** What Runlens uses of undici, as a chunk of its own: `tlsFetch.node.ts` loads it when a connection needs it. */
export { EnvHttpProxyAgent, fetch } from 'undici';

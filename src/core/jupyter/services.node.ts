/** What Runlens uses of Jupyter's own client, as a chunk of its own: `client.node.ts` loads it when a kernel is needed. */
export { KernelConnection, KernelSpecAPI, ServerConnection, SessionAPI } from '@jupyterlab/services';
export { default as WebSocket } from 'ws';

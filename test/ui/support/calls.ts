/** What a UI test and the extension that answers it say to each other. */

/** A function's source, called with the `vscode` API and the argument. */
export interface Call {
  readonly code: string;
  readonly argument: unknown;
}

/** What the function returned, or why it failed. */
export type Reply = { readonly value: unknown } | { readonly error: string };

/** The environment variables that tell the extension where to write its port, and what callers must bring. */
export const channelVariables = { file: 'RUNLENS_UI_CHANNEL_FILE', token: 'RUNLENS_UI_CHANNEL_TOKEN' } as const;

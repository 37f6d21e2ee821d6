import * as v from 'valibot';

/** Reply of `server-info`. */
export const ServerInfoReply = v.pipe(
  v.object({ workspaces_enabled: v.nullish(v.boolean(), false) }),
  v.transform((reply) => ({ workspacesEnabled: reply.workspaces_enabled })),
);

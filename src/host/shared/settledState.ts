import type { ConnectionState, Session } from './session';

/** How long what is opened early, as after a reload of the window, waits for the connection. */
export interface ConnectionWait {
  /** While there is no connection at all, in milliseconds: one may be about to be made. */
  readonly none: number;
  readonly connecting: number;
}

export const CONNECTION_WAIT: ConnectionWait = { none: 5000, connecting: 30_000 };

/** The first state that is neither `none` nor `connecting`, or the current one when it lasts too long. */
export function settledState(session: Session, wait = CONNECTION_WAIT): Promise<ConnectionState> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const end = (): void => {
      listening.dispose();
      resolve(session.state);
    };
    const look = ({ kind }: ConnectionState): void => {
      clearTimeout(timer);
      if (kind === 'none' || kind === 'connecting') {
        timer = setTimeout(end, wait[kind]);
      } else {
        end();
      }
    };
    const listening = session.onDidChangeState(look);
    look(session.state);
  });
}

import PQueue from 'p-queue';

/** Requests that are counted together. */
export interface Lane {
  readonly origin: string;
  /** How many may run at once to the origin. */
  readonly places: number;
  /** Downloads get half of the places, so that long ones never keep the views waiting. */
  readonly download: boolean;
}

const queues = new Map<string, PQueue>();

/** Waits for a place in the lane, and resolves to what gives it back. An abort gives it back too. */
export async function takeSlot({ origin, places, download }: Lane, signal: AbortSignal): Promise<() => void> {
  if (!download) {
    return take(origin, places, signal);
  }
  const leaveDownloads = await take(`${origin} downloads`, Math.max(1, Math.floor(places / 2)), signal);
  const leave = await take(origin, places, signal);
  return () => {
    leave();
    leaveDownloads();
  };
}

function take(name: string, concurrency: number, signal: AbortSignal): Promise<() => void> {
  let queue = queues.get(name);
  if (queue === undefined) {
    queue = new PQueue({ concurrency });
    queues.set(name, queue);
  }
  const places = queue;
  return new Promise((resolve, reject) => {
    const hold = (): Promise<void> =>
      new Promise((leave) => {
        resolve(leave);
      });
    places.add(hold, { signal }).catch(reject);
  });
}

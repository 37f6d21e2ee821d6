import type { ByteRange } from '../../store/trackingStore';
import { checkLength } from './body';
import type { Watch } from './watch';

/** What the stream of a download needs of the request that opened it. */
export interface OpenRequest {
  readonly watch: Watch;
  /** Milliseconds without a byte until the download is given up. */
  readonly silenceMs: number;
  /** The download has ended: at its end, or because its reader has enough. */
  end(bytes: number, complete: boolean): void;
  /** The download broke; makes the error that its reader gets. */
  fail(cause: unknown): Error;
}

/** The body of an answer, which ends with an error when it is cut short, and frees all it holds when it ends. */
export function contentStream(response: Response, open: OpenRequest): ReadableStream<Uint8Array> {
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  let received = 0;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    try {
      open.watch.expect(open.silenceMs);
      const { done, value } = await reader.read();
      // How long the reader takes for what it got is not the server's silence.
      open.watch.relax();
      if (done) {
        checkLength(response, received);
        open.end(received, true);
        controller.close();
        return;
      }
      received += value.byteLength;
      controller.enqueue(value);
    } catch (error) {
      controller.error(open.fail(error));
    }
  };
  const cancel = async (): Promise<void> => {
    open.end(received, false);
    await reader.cancel().catch(() => undefined);
  };
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
}

/** The bytes of `range` out of a stream of the whole, for servers that ignore `Range`. Stops reading past its end. */
export function sliceStream(stream: ReadableStream<Uint8Array>, range: ByteRange): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  const end = range.end ?? Number.POSITIVE_INFINITY;
  let position = 0;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    while (position < end) {
      const { done, value } = await reader.read();
      if (done) {
        break;
      }
      const part = value.subarray(Math.max(0, range.start - position), Math.max(0, end - position));
      position += value.byteLength;
      if (part.byteLength > 0) {
        controller.enqueue(part);
        return;
      }
    }
    controller.close();
    await reader.cancel();
  };
  return new ReadableStream({ pull, cancel: () => reader.cancel() }, { highWaterMark: 0 });
}

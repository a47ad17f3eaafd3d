/**
 * A transform that may make many chunks of one, and makes the next only when the reader has taken the
 * one before: a large chunk is never in a queue whole. (A TransformStream's own `transform` has no way
 * to wait for the reader. Here one without it is the channel behind a sink that waits.)
 */
export function paced<I, O>(transform: (chunk: I) => Iterable<O>, end: () => void): TransformStream<I, O> {
  const { readable, writable: channel } = new TransformStream<O, O>();
  const writer = channel.getWriter();
  const orAbort = async (action: () => void | Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      await writer.abort(error);
      throw error;
    }
  };
  const writable = new WritableStream<I>({
    start(controller) {
      // Heard at once, not with the next chunk: a reader that cancels, a writer that aborts.
      writer.closed.catch((reason) => controller.error(reason));
      controller.signal.addEventListener("abort", () => writer.abort(controller.signal.reason));
    },
    write: (chunk) =>
      orAbort(async () => {
        for (const part of transform(chunk)) await writer.write(part);
      }),
    close: () =>
      orAbort(() => {
        end();
        return writer.close();
      }),
  });
  return { readable, writable };
}

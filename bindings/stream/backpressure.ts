/**
 * A transform that may make many chunks of one, and makes the next only when the reader has taken the previous one: no
 * queue ever holds all results of a large chunk. (The `transform` method of a TransformStream cannot wait for the
 * reader. So a sink that waits writes to an identity TransformStream.)
 */
export function transformWithBackpressure<I, O>(
  transform: (chunk: I) => Iterable<O>,
  end: () => void,
): TransformStream<I, O> {
  const { readable, writable: results } = new TransformStream<O, O>();
  const writer = results.getWriter();
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
      // A reader that cancels and a writer that aborts take effect at once, not with the next chunk.
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

/**
 * Yields the results of the tasks in their order, while up to `ahead` further tasks already run. It throws
 * the error of a failed task at that task's turn and then stops.
 */
export async function* prefetch<T>(tasks: Iterable<() => Promise<T>>, ahead: number): AsyncGenerator<T> {
  const running: Promise<T>[] = [];
  for (const task of tasks) {
    const started = task();
    // `prefetch` throws the rejection at its turn. Until then Node must not report it as unhandled.
    started.catch(() => {});
    running.push(started);
    if (running.length > ahead) yield await next(running);
  }
  while (running.length > 0) yield await next(running);
}

function next<T>(running: Promise<T>[]): Promise<T> {
  const first = running.shift();
  if (first === undefined) throw new RangeError('nothing is running');
  return first;
}

/**
 * Runs tasks a few ahead of the reader and gives their results in the order of the tasks. A failure comes when its
 * turn comes; the tasks after it are not read.
 */
export async function* inOrder<T>(tasks: Iterable<() => Promise<T>>, ahead: number): AsyncGenerator<T> {
  const running: Promise<T>[] = [];
  for (const task of tasks) {
    const started = task();
    // Its rejection is thrown when its turn comes; until then it must not count as unhandled.
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

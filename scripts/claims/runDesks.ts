import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClaimDesk } from './claimDesk.ts';
import type { Count } from './claims.ts';

/** What a desk contributes to each claim about its mode and size, by the claim's id. */
export interface DeskCounts {
  readonly desk: ClaimDesk;
  readonly counts: Readonly<Record<string, Count>>;
}

const program = fileURLToPath(new URL('deskProcess.ts', import.meta.url));

/**
 * Walks desks in child processes, at most `jobs` at a time, and returns their counts in the order of the
 * desks.
 * @throws Error where a process ends before it has answered
 */
export async function runDesks(
  desks: readonly ClaimDesk[],
  jobs: number,
  logProgress: (text: string) => void,
): Promise<readonly DeskCounts[]> {
  const counted: DeskCounts[] = [];
  let [next, done] = [0, 0];
  const work = async () => {
    const child = startProcess();
    try {
      for (let at = next++; at < desks.length; at = next++) {
        const desk = desks[at]!;
        counted[at] = { desk, counts: await child.count(desk) };
        logProgress(`${++done} of ${desks.length} desks: ${named(desk)}`);
      }
    } finally {
      // After a failure the other processes take no more desks.
      next = desks.length;
      child.stop();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, desks.length) }, work));
  return counted;
}

function startProcess() {
  const child = fork(program, [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process that walks desks ended with ${String(code)}`);
  });
  // The wait for an answer reports the failure. An end after the last answer is not one.
  ended.catch(() => undefined);
  return {
    async count(desk: ClaimDesk): Promise<DeskCounts['counts']> {
      const answered = once(child, 'message');
      child.send(desk);
      const [counts] = await Promise.race([answered, ended]);
      return counts as DeskCounts['counts'];
    },
    stop: () => void child.disconnect(),
  };
}

function named({ mode, source, traders, sessions, seed }: ClaimDesk): string {
  return `${mode} from ${source}, ${traders} × ${sessions}, seed ${seed}`;
}

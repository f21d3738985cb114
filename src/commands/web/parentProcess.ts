import { z } from 'zod';
import type { Log } from '../../ports/runtime.ts';

/** What the web server reports to the daemon that started it. */
export const childMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
  z.object({ kind: z.literal('listening'), url: z.string() }),
  z.object({ kind: z.literal('refused'), problem: z.string() }),
]);
export type ChildMessage = z.infer<typeof childMessage>;

/** The daemon that started this process. */
export interface Parent {
  /** Writes the log of this process into that of the daemon. */
  readonly log: Log;
  listening(url: string): void;
  /** The port cannot be listened on. */
  refused(problem: string): void;
  /** Resolves when the daemon has ended, however it did. */
  readonly ended: Promise<void>;
}

type Channel = Pick<NodeJS.Process, 'connected' | 'send' | 'once'>;

/** null: the process was started by hand, and not by the daemon. */
export function parentOf(channel: Channel): Parent | null {
  if (!channel.connected) return null;
  // The daemon may end between two messages: the send then fails, and the process is about to end anyway.
  const send = (message: ChildMessage) => void channel.send?.(message, undefined, undefined, () => undefined);
  const line =
    (level: keyof Log): Log['info'] =>
    (message, details = {}) =>
      send({ kind: 'log', level, message, details: plain(details) });
  return {
    log: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    listening: (url) => send({ kind: 'listening', url }),
    refused: (problem) => send({ kind: 'refused', problem }),
    ended: new Promise((resolve) => channel.once('disconnect', () => resolve())),
  };
}

/** An error has no own fields that JSON keeps. */
function plain(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [key, value instanceof Error ? value.message : value]),
  );
}

import type { Outbox } from '../ports/outbox.ts';
import type { RunLedger } from '../ports/runLedger.ts';
import type { Clock } from '../ports/runtime.ts';

/** What ends a piece of work between two of its steps, because the process was asked to end. Nothing is wrong. */
export class Stopped extends Error {
  constructor() {
    super('asked to stop');
    this.name = 'Stopped';
  }
}

export interface StopSwitch {
  readonly isThrown: boolean;
  /** Comes true when it is thrown. */
  readonly thrown: Promise<void>;
  throw(): void;
}

export function createStopSwitch(): StopSwitch {
  let isThrown = false;
  let tell: () => void = () => undefined;
  const thrown = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return {
    get isThrown() {
      return isThrown;
    },
    thrown,
    throw: () => {
      isThrown = true;
      tell();
    },
  };
}

/**
 * The same ports for work that ends early once the switch is thrown: the step under way is finished, no other is begun,
 * no further mail is claimed and no wait is sat out.
 */
export function stoppable<
  P extends { readonly clock: Clock; readonly runs: RunLedger; readonly outbox: Outbox },
>(ports: P, stop: StopSwitch): P {
  const goOn = () => {
    if (stop.isThrown) throw new Stopped();
  };
  const { clock, runs, outbox } = ports;
  return {
    ...ports,
    clock: {
      now: () => clock.now(),
      wait: async (milliseconds) => {
        goOn();
        await waitUnlessThrown(clock, stop, milliseconds);
        goOn();
      },
    },
    runs: {
      ...runs,
      begin: async (...step) => {
        goOn();
        await runs.begin(...step);
      },
    },
    outbox: {
      ...outbox,
      claim: async (...which) => {
        goOn();
        return outbox.claim(...which);
      },
    },
  };
}

/** The loser of the race is called off: a timer left alone would keep the process alive until the server's next turn. */
async function waitUnlessThrown(clock: Clock, stop: StopSwitch, milliseconds: number): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([clock.wait(milliseconds, over.signal), stop.thrown]);
  } finally {
    over.abort();
  }
}

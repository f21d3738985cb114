import { AsyncLocalStorage } from 'node:async_hooks';

/** The stores whose transactions the current asynchronous task runs in, as long as each is open. */
const open = new AsyncLocalStorage<ReadonlySet<OpenTransaction>>();

/** A transaction of a store, in one asynchronous task and those that it starts. */
export interface OpenTransaction {
  readonly store: object;
  isOpen: boolean;
}

/**
 * Runs the work of a transaction. The store itself cannot be used in it: it would not see what the
 * transaction has written, or wait for itself.
 */
export async function duringTransaction<T>(
  store: object,
  work: (own: OpenTransaction) => Promise<T>,
): Promise<T> {
  const own: OpenTransaction = { store, isOpen: true };
  try {
    return await open.run(new Set([...(open.getStore() ?? []), own]), () => work(own));
  } finally {
    own.isOpen = false;
  }
}

/** @throws Error inside a transaction of the store. */
export function requireOutside(store: object): void {
  for (const transaction of open.getStore() ?? [])
    if (transaction.isOpen && transaction.store === store)
      throw new Error(
        'a store was used inside its own transaction: use the transaction that the work was given',
      );
}

/** @throws Error once the work has ended. */
export function requireOpen(
  { isOpen }: Pick<OpenTransaction, 'isOpen'>,
  what: 'connection' | 'transaction',
): void {
  if (!isOpen) throw new Error(`a ${what} of the store was used after its end`);
}

/** The stored answer to a write, by the key that its client chose. */
export interface StoredReply {
  /** SHA-256 of method, path and body: the same key with another request is refused. */
  readonly requestHash: string;
  readonly status: number;
  readonly body: string;
}

/** Answers to writes that carried `Idempotency-Key`, kept for a day. */
export interface IdempotencyStore {
  find(owner: string, key: string, now: Date): Promise<StoredReply | null>;
  keep(owner: string, key: string, reply: StoredReply, at: Date): Promise<void>;
}

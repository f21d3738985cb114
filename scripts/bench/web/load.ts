import autocannon from 'autocannon';

/** Requests that keep-alive clients on this machine make, each as soon as it has the answer before. */
export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly clients: number;
  readonly seconds: number;
  /** Of every answer. */
  readonly status: number;
}

export interface Answered {
  readonly perSecond: number;
  /** 99 % of the answers took no longer. */
  readonly p99Milliseconds: number;
}

/** Makes a load and measures it. @throws Error where a request failed or had another status. */
export async function answered({ url, headers, clients, seconds, status }: Load): Promise<Answered> {
  const result = await autocannon({ url, headers: { ...headers }, connections: clients, duration: seconds });
  const statuses = Object.keys(result.statusCodeStats ?? {});
  if (result.errors > 0 || statuses.join() !== String(status))
    throw new Error(`${url}: ${result.errors} errors, and the statuses ${statuses.join(', ')}`);
  return {
    perSecond: result.requests.total / result.duration,
    p99Milliseconds: result.latency.p99,
  };
}

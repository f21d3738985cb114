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
export async function answered(load: Load): Promise<Answered> {
  const { url, status } = load;
  const result = await answeredLoad(load);
  const statuses = Object.keys(result.statusCodeStats ?? {});
  if (result.errors > 0 || statuses.join() !== String(status))
    throw new Error(`${url}: ${result.errors} errors, and the statuses ${statuses.join(', ')}`);
  return {
    perSecond: result.requests.total / result.duration,
    p99Milliseconds: result.latency.p99,
  };
}

/** The first answer of a slow machine may come after the load: then a load of twice the time is made. */
async function answeredLoad({ url, headers, clients, seconds }: Load): Promise<autocannon.Result> {
  for (let duration = seconds; ; duration *= 2) {
    const result = await autocannon({ url, headers: { ...headers }, connections: clients, duration });
    if (result.requests.total > 0 || result.errors > 0) return result;
  }
}

import { Agent, request } from 'node:http';

/** What the program answered. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** Somebody's request; `from` is the address that a reverse proxy would name. */
export type Asked = {
  readonly path: string;
  readonly from: string;
  /** Fields of a form, or a text of JSON; left out for a GET. */
  readonly sent?: URLSearchParams | string;
};

/** Asks the program as a reverse proxy on this machine would. */
export type Client = {
  /** Status 0 where the connection broke. */
  readonly ask: (asked: Asked) => Promise<Answer>;
  readonly close: () => void;
};

const MOST_CONNECTIONS = 200;
const PATIENCE_MS = 60_000;

export function createClient(url: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });
  const { host, origin } = new URL(url);
  return {
    ask: ({ path, from, sent }) => {
      const type = typeof sent === 'string' ? 'application/json' : 'application/x-www-form-urlencoded';
      const content = sent?.toString() ?? '';
      const posted = { 'Content-Type': type, 'Content-Length': Buffer.byteLength(content) };
      const headers = { Host: host, 'X-Forwarded-For': from, ...(sent !== undefined && posted) };
      const method = sent === undefined ? 'GET' : 'POST';
      return exchange(origin + path, { agent, method, headers, content });
    },
    close: () => agent.destroy(),
  };
}

type Exchange = {
  readonly agent: Agent;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly content: string;
};

function exchange(url: string, { content, ...options }: Exchange): Promise<Answer> {
  return new Promise((resolve) => {
    const broken = (): void => resolve({ status: 0, headers: {}, body: '' });
    const asked = request(url, { ...options, timeout: PATIENCE_MS }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', broken);
      response.once('end', () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: Buffer.concat(parts).toString() });
      });
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', broken);
    asked.end(content);
  });
}

/** Seconds that the answer asks to wait; undefined where it does not. */
export function retryAfterSeconds({ status, headers }: Answer): number | undefined {
  return status === 429 || status === 503 ? Number(headers['retry-after'] ?? 1) : undefined;
}

/** The receipt's token in an answer that says "taken". */
export function receiptOf({ status, headers }: Answer): string | undefined {
  if (![200, 201, 303].includes(status)) return undefined;
  return /\/r\/([\w-]+)$/.exec(String(headers['location'] ?? ''))?.[1];
}

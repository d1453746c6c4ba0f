import { Agent, request, type IncomingHttpHeaders } from 'node:http';

/** An answer as it came over the line. */
export type Answered = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** How long this process was busy meanwhile, in milliseconds of its processor. */
  readonly busyMs: number;
};

export type Asking = {
  readonly port: number;
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
};

const agent = new Agent({ keepAlive: true });

/** No answer within this time is none at all. */
const SILENCE_MS = 30_000;

/** Asks the program and reads the whole answer. @throws Error when it hangs or breaks off */
export function ask({ port, method, path, headers = {}, body }: Asking): Promise<Answered> {
  const before = process.cpuUsage();
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, method: method.toUpperCase(), path, headers, agent, timeout: SILENCE_MS },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { user, system } = process.cpuUsage(before);
          const { statusCode: status = 0, headers: told } = response;
          resolve({ status, headers: told, body: Buffer.concat(chunks).toString(), busyMs: (user + system) / 1000 });
        });
      },
    );
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${SILENCE_MS} ms`)));
    asked.on('error', reject);
    asked.end(body);
  });
}

import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** What a server answered to each line that was sent to it, the greeting first. */
export type Dialogue = readonly string[];

/** Speaks SMTP or LMTP line by line and waits for as many answers to each line as are said, one where nothing is said. */
export async function speak(
  url: string,
  lines: readonly (string | { readonly line: string; readonly answers: number })[],
): Promise<Dialogue> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const answers: string[] = [];
  const reader = createInterface({ input: socket });
  const waiting: (() => void)[] = [];
  reader.on('line', (line) => {
    // A line such as `250-SIZE` is followed by more of the same answer.
    if (/^\d{3} /.test(line)) {
      answers.push(line);
      for (const wake of waiting.splice(0)) wake();
    }
  });
  const until = async (count: number): Promise<void> => {
    while (answers.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  await until(1);
  for (const one of lines) {
    const { line, answers: more } = typeof one === 'string' ? { line: one, answers: 1 } : one;
    const expected = answers.length + more;
    socket.write(`${line}\r\n`);
    await until(expected);
  }
  socket.end();
  await once(socket, 'close');
  return answers;
}

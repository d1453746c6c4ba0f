/** A mail server in a process of its own that takes everything at once and keeps nothing. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

const server = createServer(welcome).listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.((server.address() as AddressInfo).port);
process.on('disconnect', () => process.exit());

const END = '\r\n.\r\n';

function welcome(socket: Socket): void {
  let unread = '';
  let isReading = false;
  const replyTo = (line: string): string => {
    isReading = line.startsWith('DATA');
    return isReading ? '354 Go on\r\n' : '250 Yes\r\n';
  };
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.on('data', (part) => {
    unread += part.toString();
    for (;;) {
      const at = unread.indexOf(isReading ? END : '\r\n');
      if (at < 0) return;
      const wasReading = isReading;
      const line = wasReading ? '' : unread.slice(0, at);
      unread = unread.slice(at + (wasReading ? END.length : 2));
      if (wasReading) isReading = false;
      socket.write(wasReading ? '250 2.0.0 Taken\r\n' : replyTo(line));
    }
  });
  socket.write('220 sink.example ESMTP\r\n');
}

/** The yardstick: the smallest Express program there is, as a process of its own. It tells its port when it listens. */
import type { AddressInfo } from 'node:net';
import express from 'express';

const app = express();
app.get('/', (_request, response) => {
  response.send('Hello World!');
});
const server = app.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
// Whoever started this process is gone: so is it.
process.once('disconnect', () => process.exit());

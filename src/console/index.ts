export { createLive, type Live } from './dashboard/live.js';
export { mountConsole } from './mount.js';
export { consoleRoutes, type ConsoleTools } from './routes.js';
export type { ConsoleRoute } from './visit.js';

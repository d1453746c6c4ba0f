export { mailLink } from './ask.js';
export { yourDataRoutes } from './routes.js';

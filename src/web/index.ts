export { loadAssets, type Assets } from './assets.js';
export { healthRoutes } from './health.js';
export { createMetrics, type Metrics } from './metrics.js';
export { createOpenApi, type ApiPath } from './openapi.js';
export { createErrorHandler, problemOf, sendProblem, type Problem } from './problems.js';
export { makeRendition, sendRendition, type Rendition } from './rendition.js';
export { requestLog } from './request-log.js';
export { refuseCrossSite, securityHeaders } from './security.js';
export { createViews, type Views } from './views.js';

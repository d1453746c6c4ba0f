import type { Express } from 'express';

/** A route of the program, as it was added: `{method: 'get', path: '/c/:slug'}`. */
export type Route = { readonly method: string; readonly path: string };

type Layer = {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
};

/** Every route that the program answers, so that a test forgets none. */
export function routesOf(app: Express): Route[] {
  const { router } = app as unknown as { readonly router: { readonly stack: readonly Layer[] } };
  return collect(router.stack);
}

function collect(stack: readonly Layer[]): Route[] {
  return stack.flatMap(({ route, handle }) => {
    if (route) return Object.keys(route.methods).map((method) => ({ method, path: route.path }));
    return collect(handle?.stack ?? []);
  });
}

/** Fills the parts of a path; what no part is given for becomes `x`. */
export function fillPath(path: string, parts: Readonly<Record<string, string>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parts[name] ?? 'x'));
}

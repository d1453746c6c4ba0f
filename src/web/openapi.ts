import { z } from 'zod';

/** One operation of the API, described by the schemas that the route itself uses. */
export type ApiPath = {
  /** As OpenAPI writes it: `/api/v1/campaigns/{slug}`. */
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly summary: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly required: boolean;
    readonly description: string;
  }[];
  readonly body?: z.ZodType;
  /** By status: what it means and its schema. */
  readonly responses: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType }>>;
};

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  instance: z.string().optional(),
});

/** Builds the OpenAPI 3.1 document of the paths given. */
export function createOpenApi(paths: readonly ApiPath[], server: string): object {
  const grouped: Record<string, Record<string, object>> = {};
  for (const path of paths) (grouped[path.path] ??= {})[path.method] = operation(path);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Clarion',
      version: '1',
      description: 'Look up representatives, take actions, read the counts.',
    },
    servers: [{ url: server }],
    paths: grouped,
    components: { schemas: { Problem: jsonSchema(problemSchema, 'output') } },
  };
}

function operation(path: ApiPath): object {
  const responses: [string, object][] = Object.entries(path.responses).map(([status, { description, schema }]) => {
    const isProblem = Number(status) >= 400;
    const told = schema ? jsonSchema(schema, 'output') : isProblem && { $ref: '#/components/schemas/Problem' };
    const type = isProblem ? 'application/problem+json' : 'application/json';
    return [status, { description, ...(told && { content: { [type]: { schema: told } } }) }];
  });
  return {
    summary: path.summary,
    ...(path.parameters && {
      parameters: path.parameters.map((one) => ({ ...one, schema: { type: 'string' } })),
    }),
    ...(path.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: jsonSchema(path.body, 'input') } },
      },
    }),
    responses: Object.fromEntries(responses),
  };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const document: object = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return Object.fromEntries((Object.entries(document) as [string, unknown][]).filter(([name]) => name !== '$schema'));
}

import fc from 'fast-check';
import { z } from 'zod';
import { ask, type Answered } from './ask.js';
import { checkAnswer } from './check-answer.js';
import { anyText, hostileText, oddName } from './hostile.js';
import { CAMPAIGNS, openProgram } from './open-program.js';
import type { Fuzzing } from './target.js';

/** As much of OpenAPI as our own document uses. */
type Schema = Readonly<Record<string, unknown>>;
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Operation = {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};
type Route = { readonly path: string; readonly method: 'get' | 'post'; readonly operation: Operation };
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: { readonly Problem: Schema } };
};

const RENEW_AFTER = 500;

/** What any route may answer beside what its description names. */
const ALWAYS = [400, 404, 405, 406, 411, 413, 414, 415, 422, 431];

/** Asks every route of the API's own description, by it and against it; every answer must be as it says. */
export async function fuzzApi(): Promise<Fuzzing> {
  const program = await openProgram();
  const { port } = program;
  const { body } = await ask({ port, method: 'get', path: '/api/v1/openapi.json' });
  const document = JSON.parse(body) as Document;
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method as 'get', operation })),
  );
  const fits = answerSchemas(document);
  let left = RENEW_AFTER;
  const property = fc.asyncProperty(fc.constantFrom(...routes).chain(requestsOf), async ({ route, ...request }) => {
    if (left-- === 0) {
      await program.renew();
      left = RENEW_AFTER;
    }
    const answer = await ask({ port, method: route.method, ...request });
    checkAnswer(answer);
    fits(route, answer);
  });
  return { property, end: program.close };
}

/** @throws Error from what it answers, where an answer is not as the document says */
function answerSchemas({ components }: Document): (route: Route, answer: Answered) => void {
  const problem = z.fromJSONSchema(components.schemas.Problem);
  const made = new Map<Schema, z.ZodType>();
  return ({ operation }, { status, headers, body }) => {
    const told = operation.responses[status];
    if (!told && !ALWAYS.includes(status)) throw new Error(`a status of which the document says nothing: ${status}`);
    const type = headers['content-type'] ?? '';
    if (!type.includes(status >= 400 ? 'application/problem+json' : 'application/json'))
      throw new Error(`${status} as ${type}: ${body.slice(0, 300)}`);
    const [content] = Object.values(told?.content ?? {});
    const isOwn = content !== undefined && !('$ref' in content.schema);
    if (isOwn && !made.has(content.schema)) made.set(content.schema, z.fromJSONSchema(content.schema));
    const schema = (isOwn ? made.get(content.schema) : undefined) ?? problem;
    const read = schema.safeParse(JSON.parse(body));
    if (!read.success) throw new Error(`not as the document says: ${read.error.message}; ${body.slice(0, 300)}`);
  };
}

type ApiRequest = {
  readonly route: Route;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

function requestsOf(route: Route): fc.Arbitrary<ApiRequest> {
  const { parameters = [], requestBody } = route.operation;
  const inPath = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...CAMPAIGNS) },
    { weight: 1, arbitrary: hostileText.map((text) => text.replace(/^\.{0,2}$/, 'x')) },
  );
  const known = fc.constantFrom('80202', '90210', 'SW1A 2AA', 'us', 'gb', '39.7', '-105', 'true');
  const query = fc.array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom('zip', ...parameters.filter((one) => one.in === 'query').map(({ name }) => name)),
        oddName,
      ),
      fc.oneof(known, hostileText),
    ),
    { maxLength: 5 },
  );
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  const sound = schema ? valuesOf(schema, 0).map((value) => JSON.stringify(value)) : fc.constant(undefined);
  const body = fc.oneof(
    { weight: 12, arbitrary: sound },
    { weight: 1, arbitrary: schema ? anyText : fc.constant(undefined) },
  );
  const type = fc.oneof(
    { weight: 20, arbitrary: fc.constant('application/json') },
    fc.constantFrom('text/plain', 'application/json; charset=x'),
  );
  const key = fc.option(fc.string({ minLength: 1, maxLength: 250 }).map((text) => text.replace(/[^\x21-\x7e]/g, 'x')));
  return fc.record({ slug: inPath, query, body, type, key }).map((made) => ({
    route,
    path: `${route.path.replace(/\{\w+\}/g, () => part(made.slug))}?${made.query.map((pair) => pair.map(part).join('=')).join('&')}`,
    headers: {
      ...(made.body !== undefined && { 'content-type': made.type }),
      ...(made.key !== null && { 'idempotency-key': made.key }),
    },
    body: made.body,
  }));
}

function part(text: string): string {
  return encodeURIComponent(text.toWellFormed().slice(0, 1_000));
}

const MOST_DEEP = 4;

/** Values as a schema wants them, with one here and there that it does not want. */
function valuesOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    anyText,
    fc.constant(null),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant([]),
    fc.jsonValue({ maxDepth: 3 }),
  );
  return fc.oneof({ weight: 12, arbitrary: soundOf(schema, depth) }, { weight: 1, arbitrary: odd });
}

/** What people type into the fields of that name. */
const TYPED: Readonly<Record<string, readonly string[]>> = {
  given_name: ['Ana', 'Ben'],
  family_name: ['Lima', 'Okafor'],
  email: ['ana@supporter.example', 'ben@supporter.example', 'eve@supporter.example'],
  postal_code: ['80202', '90210', 'SW1A 2AA'],
};

function soundOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const {
    properties,
    items,
    enum: several,
    anyOf,
    type,
  } = schema as {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly items?: Schema;
    readonly enum?: readonly unknown[];
    readonly anyOf?: readonly Schema[];
    readonly type?: string;
  };
  if (several) return fc.constantFrom(...several);
  if (anyOf && depth < MOST_DEEP) return fc.oneof(...anyOf.map((one) => valuesOf(one, depth + 1)));
  if (properties && depth < MOST_DEEP)
    return objectsOf(properties, (schema['required'] ?? []) as readonly string[], depth);
  if (items && depth < MOST_DEEP) return fc.array(valuesOf(items, depth + 1), { maxLength: 3 });
  if (type === 'boolean') return fc.boolean();
  return type === 'number' || type === 'integer' ? fc.integer() : hostileText;
}

function objectsOf(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
  depth: number,
): fc.Arbitrary<unknown> {
  const entries = Object.entries(properties).map(([name, schema]) => {
    const typed = TYPED[name];
    const value = typed
      ? fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...typed) }, hostileText)
      : valuesOf(schema, depth + 1);
    const isThere = fc.nat({ max: 9 }).map((drawn) => drawn < (required.includes(name) ? 10 : 3));
    return fc.tuple(fc.constant(name), value, isThere);
  });
  const further = fc.array(fc.tuple(oddName, hostileText, fc.constant(true)), { maxLength: 1 });
  return fc
    .tuple(fc.tuple(...entries), fc.oneof({ weight: 12, arbitrary: fc.constant([]) }, further))
    .map(([own, odd]) =>
      Object.fromEntries([...own, ...odd].filter(([, , isThere]) => isThere).map(([name, value]) => [name, value])),
    );
}

import { z } from 'zod'
import type { Translate } from '#kernel/messages'
import type { Mounted, Operation } from './operation.ts'

/** What the whole description is about: the site, in the reader's language. */
export type About = { title: string; version: string; server: string; t: Translate }

type Json = Record<string, unknown>
type Schemas = Record<string, Json>

/** Version 3.1 of the OpenAPI Specification (https://spec.openapis.org/oas/v3.1.1), from the shapes that check the calls. */
export function describeApi(operations: readonly Mounted[], { title, version, server, t }: About): Json {
  const schemas: Schemas = {}
  hoisted(schemaOf(z.object({ problem: Problem }), {}), schemas, t)
  const paths: Record<string, Json> = {}
  for (const mounted of operations) {
    const at = pathOf(mounted.url)
    paths[at] = { ...paths[at], [mounted.method]: describe(mounted, schemas, t) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title,
      version,
      description: t('api.lead'),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    tags: [...new Set(operations.map(({ group }) => group))].map((name) => ({
      name,
      description: t(`api.group.${name}`),
    })),
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: t('api.token.say') } },
    },
  }
}

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })

/** `/publications/:id` as OpenAPI writes it. */
export function pathOf(url: string): string {
  return url.replace(/:(\w+)/g, '{$1}')
}

function describe({ operation, group, method }: Mounted, schemas: Schemas, t: Translate): Json {
  const { id, says, path, query, body, answer, status = 200, needs } = operation
  const parameters = [...parametersOf(path, 'path', schemas, t), ...parametersOf(query, 'query', schemas, t)]
  return {
    operationId: id,
    tags: [group],
    summary: t(says),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: jsonOf(body, 'input', schemas, t) } }),
    security: needs ? [{ token: [] }] : [],
    responses: {
      [status]: { description: t('api.answer.right'), content: jsonOf(answer, 'output', schemas, t) },
      ...refusalsOf(operation, method, t),
    },
  }
}

/** Which refusals a call may meet follows from what it is; those of its own are named by their codes. */
function refusalsOf({ path, needs, body, refusals = [] }: Operation, method: string, t: Translate): Json {
  const codes = [
    '400',
    ...(needs ? ['401', '403'] : []),
    ...(path ? ['404'] : []),
    ...(body || method !== 'get' ? ['409'] : []),
    '429',
  ]
  const own = refusals.map((code) => `\`${code}\``).join(', ')
  return Object.fromEntries(
    codes.map((code) => [
      code,
      {
        description: code === '409' && own ? `${t(`api.answer.${code}`)} ${own}` : t(`api.answer.${code}`),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

function parametersOf(
  shape: z.ZodObject | undefined,
  place: 'path' | 'query',
  schemas: Schemas,
  t: Translate,
): Json[] {
  if (!shape) return []
  const { properties = {}, required = [] } = hoisted(schemaOf(shape, { io: 'input' }), schemas, t) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    ...{ name, in: place, required: place === 'path' || required.includes(name) },
    ...(description ? { description } : {}),
    schema,
  }))
}

function jsonOf(shape: z.ZodType, io: 'input' | 'output', schemas: Schemas, t: Translate): Json {
  return { 'application/json': { schema: hoisted(schemaOf(shape, { io }), schemas, t) } }
}

export function schemaOf(shape: z.ZodType, { io = 'output' }: { io?: 'input' | 'output' }): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => tidy(jsonSchema as Json),
  }) as Json
  return schema
}

/** Bounds that every JavaScript number has, and patterns that `format` says already, only hide what matters. */
function tidy(schema: Json): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.format !== undefined) delete schema.pattern
}

/** Named shapes become components, once each, and references lead there. */
function hoisted(schema: Json, schemas: Schemas, t: Translate): Json {
  const { $defs = {}, ...own } = schema as { $defs?: Schemas }
  for (const [name, definition] of Object.entries($defs))
    schemas[name] ??= explained(redirected(definition), t)
  const { id, ...rest } = redirected(own) as Json & { id?: string }
  return explained(rest, t)
}

function redirected<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as Value
}

/** Each field says what it is, in the words of the catalogue: `api.field.<name>`. */
function explained(schema: Json, t: Translate): Json {
  const properties = schema.properties as Record<string, Json> | undefined
  const described = properties && {
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [
        name,
        { ...explained(each, t), ...('$ref' in each ? {} : { description: t(`api.field.${name}`) }) },
      ]),
    ),
  }
  const items = schema.items ? { items: explained(schema.items as Json, t) } : {}
  return { ...schema, ...described, ...items }
}

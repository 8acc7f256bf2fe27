/** An OpenAPI description as a page reads it to people. */
export interface Field { name: string; where: 'path' | 'query' | 'body'; type: string; needed: boolean; text: string }
export interface Operation {
  id: string
  method: string
  path: string
  summary: Record<'vi' | 'en', string>
  description: string
  scope: string | null
  fields: Field[]
  example: string | null
  answers: { status: string; text: string }[]
}
export interface Resource { name: string; operations: Operation[] }
export interface ReadDescription { resources: Resource[] }

interface Schema { type?: string | string[]; enum?: unknown[]; const?: unknown; items?: Schema; anyOf?: Schema[]; properties?: Record<string, Schema>; required?: string[]; description?: string; examples?: unknown[]; $ref?: string; format?: string; maxLength?: number; maximum?: number }
interface Parameter { name: string; in: string; required?: boolean; description?: string; schema?: Schema; deprecated?: boolean }
interface Described {
  tags: { name: string }[]
  components?: { schemas?: Record<string, Schema> }
  paths: Record<string, Record<string, { operationId?: string; tags?: string[]; summary?: string; description?: string; 'x-vi'?: string; 'x-scope'?: string; parameters?: Parameter[]; requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> }; responses: Record<string, { description?: string }> }>>
}

/** The operations by resource, in the order they were described. */
export function readDescription(document: object): ReadDescription {
  const { tags, paths, components } = { tags: [], paths: {}, ...document } as Described
  const resolved = (schema: Schema | undefined): Schema => (schema?.$ref ? resolved(components?.schemas?.[schema.$ref.split('/').at(-1) ?? '']) : schema ?? {})
  const typeOf = (schema: Schema): string => {
    const one = resolved(schema)
    if (one.enum) return one.enum.length > 12 ? 'string' : one.enum.map(String).join(' | ')
    if (one.anyOf) return [...new Set(one.anyOf.map(typeOf))].join(' | ')
    if (one.type === 'array') return `[${typeOf(one.items ?? {})}]`
    const limit = one.maxLength ? ` ≤ ${one.maxLength}` : one.maximum && one.maximum < 1_000 ? ` ≤ ${one.maximum}` : ''
    return `${[one.type ?? 'any'].flat().join(' | ')}${one.format && one.format !== 'uri' ? ` (${one.format})` : ''}${limit}`
  }
  const bodyFields = (schema: Schema, prefix = ''): Field[] => Object.entries(schema.properties ?? {}).flatMap(([name, given]): Field[] => {
    const field = resolved(given)
    const own: Field = { name: `${prefix}${name}`, where: 'body', type: typeOf(given), needed: schema.required?.includes(name) ?? false, text: given.description ?? field.description ?? '' }
    return field.properties && prefix.split('.').length < 3 ? bodyFields(field, `${prefix}${name}.`) : [own]
  })
  const all = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]): [string, Operation] => {
    const body = resolved(operation.requestBody?.content['application/json']?.schema)
    const example = body.examples?.[0]
    return [operation.tags?.[0] ?? '', {
      id: operation.operationId ?? `${method}${path}`, method: method.toUpperCase(), path, summary: { vi: operation['x-vi'] ?? operation.summary ?? '', en: operation.summary ?? '' }, description: operation.description ?? '', scope: operation['x-scope'] ?? null,
      fields: [...(operation.parameters ?? []).filter((one) => one.in !== 'header').map((one): Field => ({ name: one.name, where: one.in === 'path' ? 'path' : 'query', type: typeOf(one.schema ?? {}), needed: one.required ?? false, text: one.description ?? one.schema?.description ?? '' })), ...bodyFields(body)],
      example: example === undefined ? null : JSON.stringify(example), answers: Object.entries(operation.responses).map(([status, { description = '' }]) => ({ status, text: description })),
    }]
  }))
  return { resources: tags.map(({ name }) => ({ name, operations: all.flatMap(([tag, operation]) => (tag === name ? [operation] : [])) })).filter(({ operations }) => operations.length > 0) }
}

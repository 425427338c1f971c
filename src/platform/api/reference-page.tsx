import {
  DataTable,
  Disclosure,
  Downloads,
  Page,
  PageHead,
  PortalPage,
  SectionHead,
  SideNav,
  useFrame,
  WithAside,
} from '#ui'

/** The description as far as people read it. */
export type Schema = {
  type?: string | readonly string[]
  $ref?: string
  description?: string
  enum?: readonly string[]
  format?: string
  items?: Schema
  anyOf?: readonly Schema[]
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
}
type Content = Readonly<Record<string, { schema: Schema }>>
export type Described = {
  operationId: string
  tags: readonly string[]
  summary: string
  security: readonly object[]
  parameters?: readonly {
    name: string
    in: string
    required: boolean
    description?: string
    schema: Schema
  }[]
  requestBody?: { content: Content }
  responses: Readonly<Record<string, { description: string; content: Content }>>
}
export type Description = {
  servers: readonly { url: string }[]
  tags: readonly { name: string; description: string }[]
  paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  components: { schemas: Readonly<Record<string, Schema>> }
}

type Listed = { path: string; method: string; operation: Described }

/** The API for people: the same description that programs read, on one page, without a script. */
export function ReferencePage({ description }: { description: Description }) {
  const { t } = useFrame()
  const title = t('api.title')
  const listed = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Listed => ({ path, method, operation })),
  )
  const aside = (
    <SideNav
      links={[
        { href: '#begin', label: t('api.begin') },
        ...description.tags.map(({ name, description: label }) => ({ href: `#group-${name}`, label })),
        { href: '#shapes', label: t('api.shapes') },
      ]}
    />
  )
  return (
    <PortalPage title={title} trail={[{ label: title }]} description={t('api.lead')}>
      <Page>
        <PageHead title={title} lead={t('api.lead')} />
        <WithAside aside={aside} asideLabel={t('api.contents')} form="first" navigation>
          <div class="reference">
            <Begin server={description.servers[0]!.url} />
            {description.tags.map(({ name, description: label }) => (
              <section key={name} aria-labelledby={`group-${name}`}>
                <SectionHead id={`group-${name}`} title={label} />
                {listed
                  .filter(({ operation }) => operation.tags.includes(name))
                  .map((each) => (
                    <OperationSection key={each.operation.operationId} {...each} />
                  ))}
              </section>
            ))}
            <section aria-labelledby="shapes">
              <SectionHead id="shapes" title={t('api.shapes')} />
              {Object.entries(description.components.schemas).map(([name, schema]) => (
                <Fields key={name} id={`shape-${name}`} caption={name} schema={schema} />
              ))}
            </section>
          </div>
        </WithAside>
      </Page>
    </PortalPage>
  )
}

/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a pointer */
/** Where to begin: address, errors, paging, tokens, and a call to try. */
function Begin({ server }: { server: string }) {
  const { t } = useFrame()
  return (
    <section aria-labelledby="begin">
      <SectionHead id="begin" title={t('api.begin')} />
      <div class="reference-text">
        <p>{t('api.begin.open')}</p>
        <pre class="reference-code" tabIndex={0}>
          <code>{`curl '${server}/api/v1/publications?limit=2'`}</code>
        </pre>
        <ul>
          <li>{t('api.begin.paging')}</li>
          <li>{t('api.begin.unknown')}</li>
          <li>{t('api.begin.errors')}</li>
          <li>{t('api.begin.limits')}</li>
          <li>{t('api.begin.cache')}</li>
          <li>{t('api.begin.stability')}</li>
        </ul>
        <p>{t('api.token.say')}</p>
        <pre class="reference-code" tabIndex={0}>
          <code>{`curl -H 'Authorization: Bearer mt_…' '${server}/api/v1/drafts'`}</code>
        </pre>
      </div>
      <Downloads links={[{ href: '/api/openapi.json', label: t('api.openapi'), icon: 'data' }]} />
    </section>
  )
}

/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: only the calls to try scroll */
function OperationSection({ path, method, operation }: Listed) {
  const { t } = useFrame()
  const { operationId, summary, parameters = [], requestBody, responses, security } = operation
  const right = responses['200'] ?? responses['201']
  return (
    <section class="reference-call" aria-labelledby={`call-${operationId}`}>
      <h3 id={`call-${operationId}`}>{summary}</h3>
      <p>
        <strong>{method.toUpperCase()}</strong> <code>{path}</code>
        {security.length > 0 && <span class="faint"> {t('api.needs-token')}</span>}
      </p>
      {parameters.length > 0 && (
        <DataTable
          caption={t('api.parameters')}
          columns={[
            { label: t('api.name') },
            { label: t('api.in') },
            { label: t('api.type') },
            { label: t('api.meaning') },
          ]}
          rows={parameters.map((each) => ({
            key: each.name,
            cells: [
              <code key="name">{each.name}</code>,
              t(`api.in.${each.in}`),
              <Type key="type" schema={each.schema} />,
              [each.description, each.required && t('api.required')].filter(Boolean).join('　'),
            ],
          }))}
          stack
        />
      )}
      {requestBody && <Fields caption={t('api.body')} schema={schemaIn(requestBody.content)} />}
      {right && (
        <Disclosure summary={t('api.answer')}>
          <Fields caption={t('api.answer')} schema={schemaIn(right.content)} />
        </Disclosure>
      )}
    </section>
  )
}

function schemaIn(content: Content): Schema {
  return Object.values(content)[0]!.schema
}

function Fields({ caption, schema, id }: { caption: string; schema: Schema; id?: string }) {
  const { t } = useFrame()
  if (!schema.properties) {
    return (
      <p id={id}>
        {caption} <Type schema={schema} />
      </p>
    )
  }
  return (
    <div id={id}>
      <DataTable
        caption={caption}
        columns={[{ label: t('api.name') }, { label: t('api.type') }, { label: t('api.meaning') }]}
        rows={Object.entries(schema.properties).map(([name, field]) => ({
          key: name,
          cells: [
            <code key="name">{name}</code>,
            <Type key="type" schema={field} />,
            [field.description, !schema.required?.includes(name) && t('api.optional')]
              .filter(Boolean)
              .join('　'),
          ],
        }))}
        stack
      />
    </div>
  )
}

/** Where a field is one of our shapes, its name leads there. */
function Type({ schema }: { schema: Schema }) {
  const { t } = useFrame()
  if (schema.$ref) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
    return <a href={`#shape-${name}`}>{name}</a>
  }
  if (schema.anyOf) {
    return (
      <>
        {schema.anyOf.map((each, at) => (
          <span key={at}>
            {at > 0 && ' | '}
            <Type schema={each} />
          </span>
        ))}
      </>
    )
  }
  if (schema.enum) return <>{schema.enum.join(' | ')}</>
  if (schema.items) {
    return (
      <>
        {t('api.list-of')} <Type schema={schema.items} />
      </>
    )
  }
  const type = [schema.type ?? t('api.any')].flat().join(' | ')
  return <>{schema.format ? `${type} (${schema.format})` : type}</>
}

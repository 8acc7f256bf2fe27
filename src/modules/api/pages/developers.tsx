import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Operation, ReadDescription } from '../description.ts'
import { inVietnamese } from '../description-texts.ts'
import { developerTexts, python, typescript } from '../developer-texts.ts'
import { scopeNames } from '../messages.ts'
import { type ProblemCode, problemStatus, problemTexts } from '../problem-texts.ts'
import { keyRequestsPerMinute } from '../rules.ts'
import { apiScopes, type ApiScope } from '../schema.ts'

export function DevelopersPage({ resources }: ReadDescription) {
  const { locale, publicUrl } = useView()
  const t = useTexts(developerTexts)
  const scopes = useTexts(scopeNames)
  const problems = useTexts(problemTexts)
  const description = `${publicUrl}/api/v1/openapi.json`
  return (
    <Page title={t.title} description={t.lead} indexed>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p><a href="/api/v1/openapi.json">{t.openapi}</a> · <a href={`/${locale}/my/api-keys`}>{t.keys}</a> · <a href={`/${locale}/my/webhooks`}>{t.webhooksPage}</a></p>
      <nav aria-label={t.contents}><ul>
        {t.chapters.map(({ id, title }) => <li><a href={`#${id}`}>{title}</a></li>)}
        <li><a href="#problems">{t.problems}</a></li><li><a href="#webhooks">{t.webhooks}</a></li>
        {resources.map(({ name }) => <li><a href={`#of-${name.toLowerCase()}`}>{t.resources[name as keyof typeof t.resources]}</a></li>)}
      </ul></nav>
      <section><h2 id="begin">{t.begin}</h2><p>{t.beginText}</p>
        <Code label={t.begin} text={`curl '${publicUrl}/api/v1/listings?q=${encodeURIComponent('máy sấy')}&kind=offer'\ncurl -H 'Authorization: Bearer techex_…' '${publicUrl}/api/v1/my/listings'`} />
        <p>{t.scopes}</p>
        <dl>{apiScopes.map((scope) => <><dt><code>{scope}</code></dt><dd>{scopes[scope]}</dd></>)}</dl>
        <p>{t.inPerson}</p>
      </section>
      {t.chapters.slice(1).map(({ id, title, paragraphs }) => <section><h2 id={id}>{title}</h2>{paragraphs.map((text) => <p>{text(keyRequestsPerMinute)}</p>)}</section>)}
      <section><h2 id="problems">{t.problems}</h2><p>{t.problemsText}</p>
        <div class="scroll" tabIndex={0} role="group" aria-label={t.problems}><table>
          <caption class="hidden">{t.problems}</caption>
          <thead><tr><th scope="col">{t.code}</th><th scope="col">{t.status}</th><th scope="col">{t.meaning}</th></tr></thead>
          <tbody>{(Object.keys(problemStatus) as ProblemCode[]).map((code) => <tr id={code}><th scope="row"><code>{code}</code></th><td>{problemStatus[code]}</td><td>{problems[code].title}. {problems[code].detail}</td></tr>)}</tbody>
        </table></div>
      </section>
      <section><h2 id="webhooks">{t.webhooks}</h2>
        {t.webhooksText.map((text) => <p>{text}</p>)}
        <Code label={t.payload} text={JSON.stringify({ type: 'listing.published', timestamp: '2026-11-21T03:00:00.000Z', data: { event_id: 321, organisation_id: 4, listing_id: 12, url: `${publicUrl}/api/v1/listings/12` } }, null, 2)} />
        <h3>TypeScript</h3><Code label="TypeScript" text={typescript} />
        <h3>Python</h3><Code label="Python" text={python} />
      </section>
      {resources.map(({ name, operations }) => <section><h2 id={`of-${name.toLowerCase()}`}>{t.resources[name as keyof typeof t.resources]}</h2>{operations.map((operation) => <OperationPart {...operation} />)}</section>)}
      <p class="meta"><code>{description}</code></p>
    </Page>
  )
}

const Code = ({ label, text }: { label: string; text: string }) => <pre class="scroll" tabIndex={0} role="group" aria-label={label}><code>{text}</code></pre>

/** What stands in an example's address where it takes no number. */
const inAddress: Record<string, string> = { list: 'research_field', slug: 'lang-nghe-sach-hon' }

function OperationPart({ id, method, path, summary, description, scope, fields, example, answers }: Operation) {
  const { locale, publicUrl } = useView()
  const t = useTexts(developerTexts)
  const scopes = useTexts(scopeNames)
  const said = (sentence: string): string => (locale === 'vi' ? inVietnamese[sentence] ?? sentence : sentence)
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => inAddress[name] ?? '12')
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${publicUrl}${address}'`, ...(scope ? ["-H 'Authorization: Bearer techex_…'"] : []), ...(method === 'PATCH' ? [`-H 'If-Match: "…"'`] : []),
    ...(method === 'GET' ? [] : [`-H 'Idempotency-Key: 7f3c…'`]), ...(example ? ["-H 'Content-Type: application/json'", `-d '${example}'`] : []),
  ]
  return (
    <article>
      <h3 id={id}>{summary[locale]}</h3>
      <p><code>{method} {path}</code></p>
      {description && <p>{said(description)}</p>}
      <p class="meta">{scope ? `${t.needs} ${scope}: ${scopes[scope as ApiScope]}` : t.open}</p>
      {fields.length > 0 && <details><summary>{t.parameters}</summary><div class="scroll" tabIndex={0} role="group" aria-label={`${t.parameters}: ${summary[locale]}`}><table>
        <caption class="hidden">{t.parameters}: {summary[locale]}</caption>
        <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.where}</th><th scope="col">{t.type}</th><th scope="col">{t.meaning}</th></tr></thead>
        <tbody>{fields.map((field) => <tr><th scope="row"><code>{field.name}</code>{field.needed && <> <span class="meta">{t.needed}</span></>}</th><td>{t.places[field.where]}</td><td>{field.type}</td><td>{said(field.text)}</td></tr>)}</tbody>
      </table></div></details>}
      <Code label={`curl: ${summary[locale]}`} text={lines.join(' \\\n  ')} />
      <details><summary>{t.answers}</summary><ul>{answers.map(({ status, text }) => <li><strong>{status}</strong> {said(text)}</li>)}</ul></details>
    </article>
  )
}

/** A reporter that writes one line of JSON at the end: tests, not the suites around them. */
export default async function* countTests(events) {
  const counts = { passed: 0, failed: 0, skipped: 0, ended: false }
  for await (const { type, data } of events) {
    const isSuite = data?.details?.type === 'suite'
    if (type === 'test:pass' && !isSuite) counts[data.skip === undefined ? 'passed' : 'skipped']++
    // A hook or a file that fails shows as a failed suite only.
    if (type === 'test:fail' && (!isSuite || data.details.error?.failureType !== 'subtestsFailed'))
      counts.failed++
    if (type === 'test:summary' && data.file === undefined) counts.ended = true
  }
  yield `${JSON.stringify(counts)}\n`
}

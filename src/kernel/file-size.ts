const KB = 1024
const MB = KB * KB

/** As people say it: two figures that matter, and never 0 KB for something that is there. */
export function formatBytes(length: number): string {
  if (length < KB) return `${length} B`
  if (length < MB) return `${rounded(length / KB)} KB`
  return `${rounded(length / MB)} MB`
}

function rounded(value: number): string {
  return value >= 10 ? String(Math.round(value)) : String(Math.round(value * 10) / 10)
}

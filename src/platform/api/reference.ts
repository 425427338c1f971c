export { type Description, ReferencePage } from './reference-page.tsx'

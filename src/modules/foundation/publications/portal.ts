export { portal } from './portal-routes.tsx'

export { frameFor, renderFrame, renderProblem } from './render-frame.tsx'

// Prints the Node that the project runs on, after installing what is missing: for shell scripts.
import { failWith } from './place.js'
import { prepareSources } from './prepare.js'

try {
  console.log(await prepareSources())
} catch (error) {
  failWith(error)
}

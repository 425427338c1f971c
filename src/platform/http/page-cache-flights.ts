/** One render for many who ask for the same page at once. Nobody waits longer than `patienceMs`. */

export type Flight = { readonly key: string; waiting: (() => void)[]; timer: NodeJS.Timeout | undefined }

export function createFlights(patienceMs: number) {
  const flights = new Map<string, Flight>()

  /** The caller renders for those who come after, and lands the flight whatever happens. */
  function lead(key: string): Flight {
    const flight: Flight = { key, waiting: [], timer: undefined }
    flights.set(key, flight)
    return flight
  }

  /** False if nobody is rendering this page. */
  function join(key: string, goOn: () => void): boolean {
    const flight = flights.get(key)
    if (flight === undefined) return false
    flight.timer ??= setTimeout(land, patienceMs, flight)
    flight.waiting.push(goOn)
    return true
  }

  /** Idempotent. Those who wait go on in a later turn, so that the first to ask is answered first. */
  function land(flight: Flight): void {
    if (flights.get(flight.key) === flight) flights.delete(flight.key)
    clearTimeout(flight.timer)
    for (const goOn of flight.waiting.splice(0)) setImmediate(goOn)
  }

  return { lead, join, land }
}
